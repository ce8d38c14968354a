package dev.tallystream.http.description;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** What a problem's {@code type} leads to: a few words for whoever follows it. */
@Controller
final class ProblemTypeController {
    private static final MediaType TEXT = MediaType.of("text/plain; charset=utf-8");

    private final Map<String, DescribedFile> types = Arrays.stream(ProblemType.values())
            .collect(toUnmodifiableMap(
                    ProblemType::slug,
                    type -> new DescribedFile(TEXT, words(type).getBytes(StandardCharsets.UTF_8))));

    @Get(value = "/problems/{slug}", produces = MediaType.ALL)
    HttpResponse<?> problemType(@PathVariable String slug, HttpRequest<?> request) {
        DescribedFile type = types.get(slug);
        if (type == null) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
        return type.answer(request);
    }

    private static String words(ProblemType type) {
        StringBuilder words = new StringBuilder(type.slug() + " (" + type.status() + ")\n\n" + type.title() + '\n');
        if (!type.advice().equals(type.title())) {
            words.append(type.advice()).append('\n');
        }
        if (type.isTemporary()) {
            words.append("Ask again after as many seconds as Retry-After says.\n");
        }
        return words.toString();
    }
}
