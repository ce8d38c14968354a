package dev.tallystream.query.access;

import dev.tallystream.contract.id.OrganizationId;
import io.micronaut.core.convert.ConversionContext;
import io.micronaut.core.convert.TypeConverter;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads an organization's id from a path. */
@Singleton
final class OrganizationIdConverter implements TypeConverter<String, OrganizationId> {
    @Override
    public Optional<OrganizationId> convert(String text, Class<OrganizationId> type, ConversionContext context) {
        return read(text);
    }

    /** The id, or empty where no organization could be called so. */
    static Optional<OrganizationId> read(String text) {
        try {
            return Optional.of(new OrganizationId(text));
        } catch (IllegalArgumentException noOrganization) {
            return Optional.empty();
        }
    }
}
