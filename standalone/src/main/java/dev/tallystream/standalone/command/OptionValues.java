package dev.tallystream.standalone.command;

import dev.tallystream.aggregator.view.UsageTable;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.query.access.Role;
import dev.tallystream.standalone.rejected.Origin;
import java.nio.file.Path;
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
                .registerConverter(BootstrapServers.class, reading(BootstrapServers::parse))
                .registerConverter(Path.class, reading(OptionValues::path))
                .registerConverter(int.class, reading(text -> Math.toIntExact(wholeNumber(text, Integer.MAX_VALUE))))
                .registerConverter(
                        Integer.class, reading(text -> Math.toIntExact(wholeNumber(text, Integer.MAX_VALUE))))
                .registerConverter(short.class, reading(text -> (short) wholeNumber(text, Short.MAX_VALUE)))
                .registerConverter(long.class, reading(text -> wholeNumber(text, Long.MAX_VALUE)))
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

    /** An empty path would be the working directory, into which nobody means to write secrets. */
    private static Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a path must not be empty");
        }
        return Path.of(text);
    }

    private static long wholeNumber(String text, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= -most && number <= most) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // said below, like one that is too large
        }
        throw new IllegalArgumentException("'%s' must be a whole number, at most %d".formatted(text, most));
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
