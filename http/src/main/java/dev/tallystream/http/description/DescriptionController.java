package dev.tallystream.http.description;

import dev.tallystream.contract.description.ContractFile;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What the API says of itself, open to all on every process: a client of one door finds the other there as well, and
 * there is one text to keep true.
 */
@Controller
final class DescriptionController {
    private static final MediaType YAML = MediaType.of("application/yaml; charset=utf-8");
    private static final MediaType SCHEMA = MediaType.of("application/schema+json; charset=utf-8");

    private final DescribedFile openApi = new DescribedFile(YAML, own("openapi.yaml"));
    private final DescribedFile asyncApi = new DescribedFile(YAML, ContractFile.ASYNC_API.read());
    private final DescribedFile creditEvent = new DescribedFile(SCHEMA, ContractFile.CREDIT_EVENT.read());

    @Get(value = "/openapi.yaml", produces = MediaType.ALL)
    HttpResponse<?> openApi(HttpRequest<?> request) {
        return openApi.answer(request);
    }

    @Get(value = "/asyncapi.yaml", produces = MediaType.ALL)
    HttpResponse<?> asyncApi(HttpRequest<?> request) {
        return asyncApi.answer(request);
    }

    @Get(value = "/schemas/credit-event.json", produces = MediaType.ALL)
    HttpResponse<?> creditEvent(HttpRequest<?> request) {
        return creditEvent.answer(request);
    }

    private static byte[] own(String name) {
        try (InputStream content = DescriptionController.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new IllegalStateException("the file " + name + " must be on the class path");
            }
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + name + " cannot be read", e);
        }
    }
}
