package dev.imprimatur;

/**
 * A configuration that the service cannot start with; the message is one sentence for its operator.
 */
public class ConfigurationException extends RuntimeException {

    /**
     * @param sentence names the property and says what it wants; never the value of a secret
     */
    public ConfigurationException(String sentence) {
        super(sentence);
    }
}
