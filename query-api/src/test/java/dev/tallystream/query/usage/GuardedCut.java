package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Breakdown;
import dev.tallystream.aggregator.view.MemberTally;
import dev.tallystream.aggregator.view.UsageCut;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A cut that fails whoever asks it when it is over, or reads its rows before, as the one over the stores does. */
final class GuardedCut implements InvocationHandler {
    private final UsageCut cut;
    private boolean over;

    private GuardedCut(UsageCut cut) {
        this.cut = cut;
    }

    /** Runs the query over the cut. */
    static <R> R ask(UsageCut cut, Function<UsageCut, R> query) {
        GuardedCut guard = new GuardedCut(cut);
        try {
            return query.apply((UsageCut)
                    Proxy.newProxyInstance(UsageCut.class.getClassLoader(), new Class<?>[] {UsageCut.class}, guard));
        } finally {
            guard.over = true;
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (over) {
            throw new IllegalStateException("a cut must be asked within its query: " + method.getName());
        }
        try {
            return guarded(method.invoke(cut, arguments), () -> over);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static @Nullable Object guarded(@Nullable Object answer, BooleanSupplier over) {
        return switch (answer) {
            case Breakdown rows -> (Breakdown) guarded((Iterable<MemberTally>) rows, over)::iterator;
            case Iterable<?> rows -> guarded(rows, over);
            case Optional<?> found
            when found.orElse(null) instanceof Breakdown rows ->
                Optional.of((Breakdown) guarded((Iterable<MemberTally>) rows, over)::iterator);
            case null, default -> answer;
        };
    }

    private static <T> Iterable<T> guarded(Iterable<T> rows, BooleanSupplier over) {
        return () -> {
            if (!over.getAsBoolean()) {
                throw new IllegalStateException("opened rows must be read when their cut is over");
            }
            return rows.iterator();
        };
    }
}
