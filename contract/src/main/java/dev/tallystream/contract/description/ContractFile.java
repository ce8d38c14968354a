package dev.tallystream.contract.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files that describe the contract, as they are served and as tests hold them against the code. */
public enum ContractFile {
    /** JSON Schema 2020-12 of a credit event in structured mode; both descriptions refer to it. */
    CREDIT_EVENT("credit-event.json"),
    /** AsyncAPI 3.0 of the topics. */
    ASYNC_API("asyncapi.yaml");

    private final String fileName;

    ContractFile(String fileName) {
        this.fileName = fileName;
    }

    /** The last part of its address. */
    public String fileName() {
        return fileName;
    }

    /** Its content, in UTF-8. */
    public byte[] read() {
        try (InputStream content = ContractFile.class.getResourceAsStream(fileName)) {
            if (content == null) {
                throw new IllegalStateException("the file " + fileName + " must be on the class path");
            }
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + fileName + " cannot be read", e);
        }
    }
}
