package dev.tallystream.query.panel;

import dev.tallystream.contract.id.OrganizationId;
import java.util.List;

/** Where someone who may see several organizations chooses one. */
record OrganizationsPage(Shell shell, List<Entry> organizations) {
    /** An organization and its panel. */
    record Entry(String id, String href) {}

    static OrganizationsPage of(List<OrganizationId> organizations, Shell shell) {
        return new OrganizationsPage(
                shell,
                organizations.stream()
                        .map(OrganizationId::value)
                        .map(id -> new Entry(id, AdminPage.home(id)))
                        .toList());
    }
}
