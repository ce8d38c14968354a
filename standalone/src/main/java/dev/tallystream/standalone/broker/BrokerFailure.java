package dev.tallystream.standalone.broker;

/** The embedded broker could not be started; the message is a sentence, the cause is for the log. */
public final class BrokerFailure extends RuntimeException {
    BrokerFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
