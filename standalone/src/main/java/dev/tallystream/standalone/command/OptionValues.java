package dev.tallystream.standalone.command;

import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.query.access.Role;
import dev.tallystream.standalone.rejected.Origin;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the words of the domain are read from a command line. */
public final class OptionValues {
    private OptionValues() {}

    /** Teaches them to the command line and its commands. */
    public static CommandLine register(CommandLine commandLine) {
        return commandLine
                .registerConverter(Port.class, reading(Port::parse))
                .registerConverter(OrganizationId.class, reading(OrganizationId::new))
                .registerConverter(UserId.class, reading(UserId::new))
                .registerConverter(Origin.class, reading(Origin::parse))
                .registerConverter(Refusal.class, named("reason", Refusal::fromSlug))
                .registerConverter(UsageTable.class, named("table", UsageTable::fromWireName))
                .registerConverter(Role.class, named("role", Role::fromWireName))
                .registerConverter(KeyScope.class, named("scope", KeyScope::fromWireName));
    }

    private static <T> ITypeConverter<T> named(String kind, Function<String, Optional<T>> find) {
        return text -> find.apply(text)
                .orElseThrow(() -> new TypeConversionException("there is no %s '%s'".formatted(kind, text)));
    }

    /** What a value's own check says is the reason that the person reads. */
    private static <T> ITypeConverter<T> reading(Function<String, T> read) {
        return text -> {
            try {
                return read.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        };
    }
}
