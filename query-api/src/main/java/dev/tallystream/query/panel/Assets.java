package dev.tallystream.query.panel;

import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The static files of the pages, read once and compressed once. A file's address carries the hash of its
 * content, so browsers may keep it for ever and a new release is seen at once. There is no other file to be had.
 */
@Singleton
public final class Assets {
    private static final String PATH = "/assets/";
    private static final int VERSION_LENGTH = 12;
    private static final String NPM = "org.webjars.npm";
    private static final String CLASSIC = "org.webjars";
    private static final MediaType JAVASCRIPT = MediaType.of("text/javascript; charset=utf-8");
    private static final MediaType CSS = MediaType.of("text/css; charset=utf-8");

    private final Map<String, Asset> byName = new LinkedHashMap<>();

    /** A file. */
    static final class Asset {
        private final MediaType type;
        private final byte[] plain;
        private final String version;
        private byte @Nullable [] gzipped;

        private Asset(MediaType type, byte[] plain) {
            this.type = type;
            this.plain = plain;
            this.version = hash(plain);
        }

        MediaType type() {
            return type;
        }

        /** The file as it is, or compressed. */
        byte[] bytes(boolean compressed) {
            return compressed ? gzipped() : plain;
        }

        /** Compressed when first asked for: what few ever ask for would hold up every start. */
        private synchronized byte[] gzipped() {
            if (gzipped == null) {
                gzipped = gzip(plain);
            }
            return gzipped;
        }
    }

    Assets() {
        byName.put("panel.css", new Asset(CSS, own("panel.css")));
        byName.put("panel.js", new Asset(JAVASCRIPT, together("history.js", "live.js", "panel.js", "list.js")));
        byName.put("htmx.js", new Asset(JAVASCRIPT, webJar(NPM, "htmx.org", "dist/htmx.min.js")));
        byName.put("chart.js", new Asset(JAVASCRIPT, webJar(NPM, "chart.js", "dist/chart.umd.min.js")));
        byName.put("docs.css", new Asset(CSS, own("docs.css")));
        byName.put("docs.js", new Asset(JAVASCRIPT, own("docs.js")));
        byName.put("swagger-ui.css", new Asset(CSS, webJar(CLASSIC, "swagger-ui", "swagger-ui.css")));
        byName.put("swagger-ui.js", new Asset(JAVASCRIPT, webJar(CLASSIC, "swagger-ui", "swagger-ui-bundle.js")));
    }

    /** The address of that file. */
    public String href(String name) {
        Asset asset = byName.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("asset " + name + " must be one of " + byName.keySet());
        }
        return PATH + asset.version + "/" + name;
    }

    /** The file of that address; an older or newer one of the same name is none. */
    Optional<Asset> find(String version, String name) {
        return Optional.ofNullable(byName.get(name)).filter(asset -> asset.version.equals(version));
    }

    /** Several files as one, so that a page takes few requests. */
    private static byte[] together(String... names) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String name : names) {
            bytes.writeBytes(own(name));
        }
        return bytes.toByteArray();
    }

    private static byte[] own(String name) {
        return read("dev/tallystream/query/panel/assets/" + name);
    }

    /** The file in a WebJar, whose path carries the version that the build chose. */
    private static byte[] webJar(String group, String artifact, String file) {
        Properties jar = new Properties();
        try (InputStream properties = open("META-INF/maven/" + group + "/" + artifact + "/pom.properties")) {
            jar.load(properties);
        } catch (IOException e) {
            throw new UncheckedIOException("the WebJar " + artifact + " cannot be read", e);
        }
        return read("META-INF/resources/webjars/" + artifact + "/" + jar.getProperty("version") + "/" + file);
    }

    private static byte[] read(String resource) {
        try (InputStream content = open(resource)) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the static file " + resource + " cannot be read", e);
        }
    }

    private static InputStream open(String resource) {
        InputStream content = Assets.class.getClassLoader().getResourceAsStream(resource);
        if (content == null) {
            throw new IllegalStateException("the static file " + resource + " must be on the class path");
        }
        return content;
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new BestGzip(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** Compressed once and sent often, so the slowest level pays. */
    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream bytes) throws IOException {
            super(bytes);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                    .substring(0, VERSION_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
