package dev.tallystream.query.access;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;

/** Gives a route's method the {@link Principal} that the filter let in; without one the method cannot be called. */
@Singleton
final class PrincipalBinder implements TypedRequestArgumentBinder<Principal> {
    private static final String ATTRIBUTE = Principal.class.getName();

    static void bind(HttpRequest<?> request, Principal caller) {
        request.setAttribute(ATTRIBUTE, caller);
    }

    @Override
    public Argument<Principal> argumentType() {
        return Argument.of(Principal.class);
    }

    @Override
    public BindingResult<Principal> bind(ArgumentConversionContext<Principal> context, HttpRequest<?> source) {
        return () -> source.getAttribute(ATTRIBUTE, Principal.class);
    }
}
