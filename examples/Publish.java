import dev.tallystream.publisher.CreditEventPublisher;
import dev.tallystream.publisher.CreditUse;
import dev.tallystream.publisher.Outcome;
import dev.tallystream.publisher.Publication;
import dev.tallystream.publisher.PublisherConfig;
import java.net.URI;

/**
 * Publishes one event from Java 25, and ends with 1 unless it is accepted. Build the jars once, from the root of the
 * checkout, with {@code mvn -pl publisher -am -Dquick -DskipTests package}, then
 *
 * <pre>
 * java -cp 'publisher/target/*:publisher/target/lib/*' examples/Publish.java
 * </pre>
 */
void main() {
    PublisherConfig config = PublisherConfig.of(
            URI.create(System.getenv("TALLYSTREAM_URL")), System.getenv("TALLYSTREAM_KEY"), "/examples/java");
    String became;
    try (CreditEventPublisher publisher = CreditEventPublisher.start(config)) {
        CreditUse use = CreditUse.of("acme", "ai_slides", "1.5").team("design").member("amelie");
        became = switch (publisher.publish(use)) {
            case Publication.Taken(var outcome) -> told(outcome.toCompletableFuture().join());
            case Publication.Full() -> "There is no room; the server has not kept up.";
            case Publication.Closed() -> "The publisher is closed.";
        };
    }
    IO.println(became);
    if (!became.equals("accepted")) {
        System.exit(1);
    }
}

String told(Outcome outcome) {
    return switch (outcome) {
        case Outcome.Accepted() -> "accepted";
        case Outcome.Refused(String problem, String pointer) -> "refused: " + problem + " " + pointer;
        case Outcome.GivenUp(String why) -> "nobody knows: " + why;
    };
}
