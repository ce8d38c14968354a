package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.AggregatorConfig;
import dev.tallystream.aggregator.AggregatorException;
import dev.tallystream.contract.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics that are missing and refuses to start on those whose settings would lose events: payload
 * timestamps instead of append times delete backdated events, a retention deletes the journal. On the rejected topic the
 * settings are also the bound within which removed records leave the disk.
 */
public final class TopicSetup {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String APPEND_TIME = "LogAppendTime";
    private static final String UNLIMITED = "-1";

    /**
     * Of the rejected topic: how long what was overwritten or removed may wait for the cleaner. Segments of an hour
     * and of 16 MiB are few, and small enough that a small installation completes and compacts them.
     */
    private static final String ONE_HOUR = Long.toString(Duration.ofHours(1).toMillis());

    private static final String SIXTEEN_MEBIBYTES = Integer.toString(16 * 1024 * 1024);

    private final Admin admin;
    private final AggregatorConfig config;

    /** With that client, for that node. */
    public TopicSetup(Admin admin, AggregatorConfig config) {
        this.admin = admin;
        this.config = config;
    }

    /**
     * Makes sure that every topic is there and right.
     *
     * @throws AggregatorException with one sentence that says what is wrong
     */
    public void ensure() {
        Map<String, Map<String, String>> wanted = wanted();
        List<String> ours = new ArrayList<>(wanted.keySet());
        ours.add(CreditTopology.misplacedTopic(config.applicationId()));
        Map<String, TopicDescription> existing = describe(ours);
        List<NewTopic> missing = new ArrayList<>();
        wanted.forEach((name, settings) -> {
            if (!existing.containsKey(name)) {
                missing.add(new NewTopic(name, config.partitions(), config.replicationFactor()).configs(settings));
            }
        });
        // What was created just now has our settings, and the broker that is asked may not know of it yet.
        wanted.keySet().removeAll(create(missing));
        existing.forEach((name, description) ->
                checkPartitions(name, description.partitions().size()));
        checkSettings(wanted);
    }

    /** The settings of every topic; the description of the topics says the same. */
    static Map<String, Map<String, String>> wanted() {
        Map<String, String> journal = Map.of(
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, APPEND_TIME,
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG, UNLIMITED,
                TopicConfig.RETENTION_BYTES_CONFIG, UNLIMITED);
        Map<String, String> compacted = Map.of(
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                APPEND_TIME,
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT);
        Map<String, String> rejected = new HashMap<>(compacted);
        rejected.put(TopicConfig.SEGMENT_MS_CONFIG, ONE_HOUR);
        rejected.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, ONE_HOUR);
        rejected.put(TopicConfig.SEGMENT_BYTES_CONFIG, SIXTEEN_MEBIBYTES);
        Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
        wanted.put(Topics.CREDIT_EVENTS.name(), journal);
        wanted.put(Topics.CREDIT_EVENTS_REJECTED.name(), rejected);
        wanted.put(Topics.DIRECTORY.name(), compacted);
        wanted.put(Topics.ORGANIZATION_SETTINGS.name(), compacted);
        wanted.put(Topics.CREDIT_ALLOCATIONS.name(), compacted);
        wanted.put(Topics.ERASED_USERS.name(), compacted);
        return wanted;
    }

    private Map<String, TopicDescription> describe(Collection<String> names) {
        ListTopicsOptions withInternal = new ListTopicsOptions().listInternal(true);
        List<String> present =
                new ArrayList<>(await(admin.listTopics(withInternal).names(), "list the topics"));
        present.retainAll(names);
        return await(admin.describeTopics(present).allTopicNames(), "describe the topics");
    }

    /** Creates them; returns the names of those that nobody else created at the same moment. */
    private Set<String> create(List<NewTopic> missing) {
        Set<String> ours = new HashSet<>();
        admin.createTopics(missing).values().forEach((name, created) -> {
            try {
                await(created, "create the topic " + name);
                ours.add(name);
            } catch (AggregatorException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        });
        return ours;
    }

    private void checkPartitions(String name, int partitions) {
        if (partitions != config.partitions()) {
            throw new AggregatorException("The topic " + name + " has " + partitions + " partitions but "
                    + config.partitions() + " are configured; the partition count of a running installation cannot"
                    + " change, because an organization's rows live on the partition that its id chose.");
        }
    }

    private void checkSettings(Map<String, Map<String, String>> wanted) {
        List<ConfigResource> resources = wanted.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<ConfigResource, Config> actual =
                await(admin.describeConfigs(resources).all(), "read the topics' settings");
        actual.forEach((resource, settings) -> wanted.getOrDefault(resource.name(), Map.of())
                .forEach((key, value) -> {
                    String found = settings.get(key).value();
                    if (!value.equals(found)) {
                        throw new AggregatorException(
                                "The topic " + resource.name() + " has " + key + "=" + found + " but must have " + value
                                        + ", or events would be lost or stay after they were removed.");
                    }
                }));
    }

    private <T> T await(KafkaFuture<T> future, String what) {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new AggregatorException(
                    "Kafka at " + config.bootstrapServers() + " did not " + what + ": "
                            + why.getClass().getSimpleName(),
                    why);
        } catch (TimeoutException e) {
            throw new AggregatorException(
                    "Kafka at " + config.bootstrapServers() + " did not " + what + " within " + TIMEOUT.toSeconds()
                            + " s; is it running and reachable?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AggregatorException("The start was interrupted.", e);
        }
    }
}
