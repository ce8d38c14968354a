# Every role of Tallystream in one image: docker run tallystream --help
FROM eclipse-temurin:25-jdk AS build
RUN apt-get update && apt-get install -y --no-install-recommends maven && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN ./tallystream build

FROM eclipse-temurin:25-jdk
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/tallystream tallystream
COPY --from=build /build/standalone/target/lib /opt/tallystream/lib
COPY --from=build /build/standalone/target/standalone-*.jar /opt/tallystream/lib/
USER tallystream
WORKDIR /var/lib/tallystream
VOLUME /var/lib/tallystream
ENTRYPOINT ["java", \
    "-XX:MaxRAMPercentage=50", \
    "-XX:+ExitOnOutOfMemoryError", \
    "--enable-native-access=ALL-UNNAMED", \
    "--sun-misc-unsafe-memory-access=allow", \
    "-cp", "/opt/tallystream/lib/*", \
    "dev.tallystream.standalone.Tallystream"]
CMD ["--help"]
