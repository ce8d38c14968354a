package dev.tallystream.query.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemType;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RightTest {
    /** An operator has every organization's token, so what they see is nobody's role. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXPORT_PARTITIONS")
    void whoeverLacksItIsToldWhoHasIt(Right right) {
        Problem told = Denial.ROLE_REQUIRED.toProblem(right);

        assertEquals(ProblemType.ROLE_REQUIRED, told.type());
        for (Role role : Role.values()) {
            assertEquals(role.may(right), told.detail().contains(role.wireName()), role + " in " + told.detail());
        }
        for (KeyScope scope : KeyScope.values()) {
            KeyGrant grant = new KeyGrant("id", new OrganizationScope.All(), Set.of(scope));
            assertEquals(
                    new Principal.KeyHolder(grant).may(right),
                    told.detail().contains(scope.wireName()),
                    scope + " in " + told.detail());
        }
    }

    @Test
    void whatIsNotTheirsSaysNothingOfRights() {
        assertEquals(Problem.of(ProblemType.NOT_FOUND), Denial.NOT_FOUND.toProblem(Right.READ_USAGE));
    }
}
