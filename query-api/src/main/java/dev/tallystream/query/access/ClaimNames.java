package dev.tallystream.query.access;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Principal.SignedIn;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which claims of a provider's token say for which organizations it is and what its bearer is there. A name is a claim's
 * own, such as {@code org_id} or {@code https://example.com/role}; one that begins with a slash leads into a claim, as
 * {@code /realm_access/roles} does.
 *
 * @param organizations a text or a list of texts: ids of organizations
 * @param role a text or a list of texts, among which is a {@link Role}
 */
public record ClaimNames(String organizations, String role) {
    /** As this installation's own tokens call the organizations. */
    public static final String DEFAULT_ORGANIZATIONS = "organizations";

    /** As this installation's own tokens call the role. */
    public static final String DEFAULT_ROLE = "role";

    /** The names where nothing else is said. */
    public static final ClaimNames DEFAULT = new ClaimNames(DEFAULT_ORGANIZATIONS, DEFAULT_ROLE);

    /** Checks the names. */
    public ClaimNames {
        if (organizations.isBlank() || role.isBlank()) {
            throw new IllegalArgumentException("the name of a claim must not be blank");
        }
    }

    /** Whom the claims make of their bearer: nobody without an organization, or without a role that is known here. */
    Optional<SignedIn> read(JWTClaimsSet claims) {
        return role(texts(claims, role))
                .flatMap(known -> organizations(texts(claims, organizations))
                        .map(ids -> new SignedIn(new OrganizationScope.Only(ids), known)));
    }

    /** The strongest, in a list that may name roles elsewhere, too. */
    private static Optional<Role> role(List<?> named) {
        for (Role role : Role.values()) {
            if (named.contains(role.wireName())) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** All or none: a list with something else in it is not understood. A provider never speaks for all organizations. */
    private static Optional<Set<OrganizationId>> organizations(List<?> named) {
        Set<OrganizationId> organizations = new HashSet<>();
        for (Object name : named) {
            Optional<OrganizationId> organization =
                    name instanceof String text ? OrganizationIdConverter.read(text) : Optional.empty();
            if (organization.isEmpty()) {
                return Optional.empty();
            }
            organizations.add(organization.get());
        }
        return organizations.isEmpty() ? Optional.empty() : Optional.of(organizations);
    }

    private static List<?> texts(JWTClaimsSet claims, String name) {
        return switch (value(claims.getClaims(), name)) {
            case String text -> List.of(text);
            case List<?> list -> list;
            case null, default -> List.of();
        };
    }

    private static @Nullable Object value(Map<String, Object> claims, String name) {
        if (!name.startsWith("/")) {
            return claims.get(name);
        }
        Object value = claims;
        for (String step : name.substring(1).split("/", -1)) {
            // RFC 6901: ~1 is a slash, ~0 a tilde.
            String member = step.replace("~1", "/").replace("~0", "~");
            value = value instanceof Map<?, ?> members ? members.get(member) : null;
        }
        return value;
    }
}
