package dev.tallystream.query;

import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.http.OpenDoor;
import dev.tallystream.http.key.ApiKeys;
import dev.tallystream.query.access.AllowedOrigins;
import dev.tallystream.query.access.Callers;
import dev.tallystream.query.access.EmbedLinks;
import dev.tallystream.query.access.ProviderTokens;
import dev.tallystream.query.access.SignInLinks;
import dev.tallystream.query.access.TokenAuthority;
import dev.tallystream.query.access.VisibleOrganizations;
import dev.tallystream.query.activity.ActivityQueries;
import dev.tallystream.query.balance.AllocationsWriter;
import dev.tallystream.query.balance.BalanceQueries;
import dev.tallystream.query.balance.TermsDesk;
import dev.tallystream.query.body.Applied;
import dev.tallystream.query.directory.DirectoryDesk;
import dev.tallystream.query.directory.DirectoryWriter;
import dev.tallystream.query.erasure.ErasureWriter;
import dev.tallystream.query.erasure.RejectedRecords;
import dev.tallystream.query.erasure.UserErasures;
import dev.tallystream.query.event.EventLookup;
import dev.tallystream.query.event.EventReversals;
import dev.tallystream.query.event.OriginalEvents;
import dev.tallystream.query.event.RejectedEvents;
import dev.tallystream.query.event.RejectedList;
import dev.tallystream.query.event.ReversalWriter;
import dev.tallystream.query.settings.SettingsDesk;
import dev.tallystream.query.settings.SettingsWriter;
import dev.tallystream.query.usage.UsageQueries;
import dev.tallystream.query.usage.UsageStreams;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes a process answer queries: a start that registers a {@link QueryConfig}, a {@link UsageView}, {@link ApiKeys}
 * and an {@link InstantSource} gets everything below, and with it the routes; those that write need a writer as well.
 */
@Factory
@Requires(beans = {QueryConfig.class, UsageView.class, ApiKeys.class, InstantSource.class})
final class QueryRole {
    @Singleton
    UsageQueries usageQueries(UsageView view, InstantSource clock, QueryConfig config) {
        return new UsageQueries(view, clock, config.signingKey().cursorKey());
    }

    @Singleton
    BalanceQueries balanceQueries(UsageQueries queries, InstantSource clock) {
        return new BalanceQueries(queries, clock);
    }

    @Singleton
    @Requires(beans = {ErasureKey.class, ErasureWriter.class, RejectedRecords.class})
    UserErasures userErasures(
            UsageView view, UsageQueries lists, ErasureWriter writer, RejectedRecords rejected, ErasureKey key) {
        return new UserErasures(view, lists, writer, rejected, key, UserErasures.PATIENCE);
    }

    @Singleton
    @Requires(beans = {OriginalEvents.class, RejectedEvents.class})
    EventLookup eventLookup(
            UsageView view,
            UsageQueries queries,
            OriginalEvents originals,
            RejectedEvents rejected,
            InstantSource clock,
            Optional<ErasureKey> erasureKey) {
        return new EventLookup(view, queries, originals, rejected, clock, erasureKey.orElse(null));
    }

    @Singleton
    @Requires(beans = RejectedEvents.class)
    RejectedList rejectedList(
            UsageView view,
            UsageQueries queries,
            RejectedEvents rejected,
            QueryConfig config,
            Optional<ErasureKey> erasureKey) {
        return new RejectedList(view, queries, rejected, config.signingKey().cursorKey(), erasureKey.orElse(null));
    }

    @Singleton
    @Requires(beans = {OriginalEvents.class, ReversalWriter.class})
    EventReversals eventReversals(
            UsageView view,
            UsageQueries queries,
            OriginalEvents originals,
            ReversalWriter writer,
            InstantSource clock) {
        return new EventReversals(view, queries, originals, writer, clock);
    }

    @Singleton
    Applied applied(UsageView view) {
        return new Applied(view, Applied.PATIENCE);
    }

    @Singleton
    @Requires(beans = SettingsWriter.class)
    SettingsDesk settingsDesk(SettingsWriter writer, Applied applied, InstantSource clock) {
        return new SettingsDesk(writer, applied, clock);
    }

    @Singleton
    ActivityQueries activityQueries(UsageQueries usage, InstantSource clock) {
        return new ActivityQueries(usage, clock);
    }

    @Singleton
    @Requires(beans = AllocationsWriter.class)
    TermsDesk termsDesk(AllocationsWriter writer, Applied applied) {
        return new TermsDesk(writer, applied);
    }

    @Singleton
    @Requires(beans = DirectoryWriter.class)
    DirectoryDesk directoryDesk(DirectoryWriter writer, Applied applied, Optional<ErasureKey> erasureKey) {
        return new DirectoryDesk(writer, applied, erasureKey);
    }

    @Singleton
    @Bean(preDestroy = "close")
    UsageStreams usageStreams(UsageView view, OpenDoor door) {
        return new UsageStreams(view, door);
    }

    @Singleton
    VisibleOrganizations visibleOrganizations(UsageView view) {
        return new VisibleOrganizations(view);
    }

    @Singleton
    TokenAuthority tokenAuthority(QueryConfig config, InstantSource clock) {
        return new TokenAuthority(config.signingKey(), clock);
    }

    @Singleton
    EmbedLinks embedLinks(QueryConfig config, InstantSource clock) {
        return new EmbedLinks(config.signingKey(), clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    Callers callers(TokenAuthority tokens, ApiKeys keys, EmbedLinks links, QueryConfig config, InstantSource clock) {
        return new Callers(
                tokens,
                Optional.ofNullable(config.provider()).map(provider -> new ProviderTokens(provider, clock)),
                keys,
                links);
    }

    @Singleton
    AllowedOrigins allowedOrigins(QueryConfig config) {
        return config.origins();
    }

    @Singleton
    SignInLinks signInLinks() {
        return new SignInLinks();
    }
}
