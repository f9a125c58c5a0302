# The image of the service: docker build -t imprimatur .

FROM eclipse-temurin:25-jdk AS build
# ./mvnw fetches the Maven that it pins; the base image has nothing to fetch with.
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src src
RUN --mount=type=cache,target=/cache \
    XDG_CACHE_HOME=/cache ./mvnw -B -q package -Dmaven.test.skip=true -Dmaven.repo.local=/cache/repository
RUN java -Djarmode=tools -jar target/imprimatur-*.jar extract --layers --destination layers \
    && mv layers/application/imprimatur-*.jar layers/application/imprimatur.jar

FROM eclipse-temurin:25-jre
# The operator's file is read from config/ below the working directory: mount it at /app/config.
WORKDIR /app
COPY src/main/app/jvm.options ./
COPY --chmod=755 src/main/docker/ready.sh /usr/local/bin/imprimatur-ready
# From what seldom changes to what changes with every commit.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# Where the first API token is left for its owner: the one directory that the service may write.
RUN install -d -o 10001 -g 10001 -m 700 /data
ENV IMPRIMATUR_ADMIN_TOKEN_FILE=/data/admin-api-token
VOLUME /data
# A number, so that a cluster that wants no root can tell. The files stay root's: whoever breaks
# into the service cannot rewrite it.
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["imprimatur-ready"]
ENTRYPOINT ["java", "@jvm.options", "-XX:MaxRAMPercentage=75", "-jar", "imprimatur.jar"]
