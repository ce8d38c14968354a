package dev.tallystream.query.directory;

import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.query.access.Denial;
import dev.tallystream.query.access.Principal;
import dev.tallystream.query.access.Right;
import dev.tallystream.query.body.Applied;
import dev.tallystream.query.body.Applied.Seen;
import dev.tallystream.query.directory.DirectoryRequest.Named;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where teams, users and features get their names; a write is answered when answers show it. Thread-safe. */
public final class DirectoryDesk {
    private final DirectoryWriter writer;
    private final Applied applied;
    private final Optional<ErasureKey> erasureKey;

    /** Writes through that writer; nobody is erased where there is no erasure key. */
    public DirectoryDesk(DirectoryWriter writer, Applied applied, Optional<ErasureKey> erasureKey) {
        this.writer = writer;
        this.applied = applied;
        this.erasureKey = erasureKey;
    }

    /**
     * An entry as the caller may see it.
     *
     * @param hidden whether it is a user's of an organization that hides individuals: their names leave here no more
     *     than anywhere else
     */
    record Shown(Optional<DirectoryEntry> entry, boolean hidden) {}

    /** What is there. */
    Seen<Shown> read(Principal caller, OrganizationId organization, Named named) {
        authorize(caller, organization);
        return applied.now(
                organization, cut -> new Shown(cut.directory(named.kind(), named.id()), isHidden(cut, named)));
    }

    /** Writes one. */
    Seen<Shown> write(Principal caller, OrganizationId organization, Named named, DirectoryRequest request) {
        Seen<Map<Named, DirectoryEntry>> written = write(caller, organization, Map.of(named, request));
        boolean hidden = applied.now(organization, cut -> isHidden(cut, named)).value();
        return new Seen<>(new Shown(Optional.ofNullable(written.value().get(named)), hidden), written.freshness());
    }

    /** Writes all of them, each replacing what is there; an erased user is passed over and gets no name. */
    Seen<Map<Named, DirectoryEntry>> write(
            Principal caller, OrganizationId organization, Map<Named, DirectoryRequest> requests) {
        authorize(caller, organization);
        Map<Named, DirectoryEntry> entries = applied.now(organization, cut -> entries(cut, organization, requests))
                .value();
        CompletableFuture<?>[] writes = entries.entrySet().stream()
                .map(entry -> writer.write(
                        new DirectoryKey(
                                organization,
                                entry.getKey().kind(),
                                entry.getKey().id()),
                        entry.getValue()))
                .toArray(CompletableFuture<?>[]::new);
        return applied.after(
                CompletableFuture.allOf(writes),
                organization,
                cut -> Optional.of(entries).filter(expected -> shows(cut, expected)));
    }

    private Map<Named, DirectoryEntry> entries(
            UsageCut cut, OrganizationId organization, Map<Named, DirectoryRequest> requests) {
        Map<Named, DirectoryEntry> entries = new LinkedHashMap<>();
        requests.forEach((named, request) -> {
            if (!isErased(cut, organization, named)) {
                entries.put(
                        named,
                        request.over(cut.directory(named.kind(), named.id()).orElse(null), named.id()));
            }
        });
        return entries;
    }

    private boolean isErased(UsageCut cut, OrganizationId organization, Named named) {
        return named.kind() == DirectoryKind.USER
                && erasureKey
                        .filter(key -> cut.isErased(key.erase(organization, new UserId(named.id()))))
                        .isPresent();
    }

    private static boolean shows(UsageCut cut, Map<Named, DirectoryEntry> entries) {
        return entries.entrySet().stream()
                .allMatch(entry -> cut.directory(
                                entry.getKey().kind(), entry.getKey().id())
                        .filter(entry.getValue()::equals)
                        .isPresent());
    }

    private static boolean isHidden(UsageCut cut, Named named) {
        return named.kind() == DirectoryKind.USER && cut.settings().userAnalytics() == UserAnalytics.EXCLUDE;
    }

    private static void authorize(Principal caller, OrganizationId organization) {
        Denial.of(caller, organization, Right.WRITE_DIRECTORY).ifPresent(denial -> {
            throw new ProblemException(denial.toProblemType());
        });
    }
}
