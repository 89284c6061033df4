package io.rondo.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1DaemonSet;
import io.kubernetes.client.openapi.models.V1Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The models of the Kubernetes client know each field of the schema, and refuse others. */
class KubernetesFilesTest {
    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(ProjectFiles.ROOT.resolve("config/kubernetes"))) {
            return files.sorted().toList();
        }
    }

    private static List<JsonObject> documents(Path file) throws IOException {
        List<JsonObject> documents = new ArrayList<>();
        new Yaml().loadAll(Files.readString(file))
                .forEach(document -> documents.add(new Gson().toJsonTree(document).getAsJsonObject()));
        return documents;
    }

    private static void validate(JsonObject document) throws IOException {
        String kind = document.get("apiVersion").getAsString() + " " + document.get("kind").getAsString();
        switch (kind) {
            case "v1 Pod" -> V1Pod.validateJsonElement(document);
            case "apps/v1 DaemonSet" -> V1DaemonSet.validateJsonElement(document);
            default -> throw new AssertionError("no schema for " + kind);
        }
    }

    private static JsonObject podOf(JsonObject document) {
        JsonObject spec = document.getAsJsonObject("spec");
        return spec.has("template") ? spec.getAsJsonObject("template").getAsJsonObject("spec") : spec;
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachDocumentFollowsTheSchema(Path file) throws IOException {
        List<JsonObject> documents = documents(file);
        assertThat(documents).isNotEmpty();
        for (JsonObject document : documents) {
            validate(document);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFieldThatTheSchemaLacksIsRefused(Path file) throws IOException {
        JsonObject document = documents(file).getFirst();
        podOf(document).getAsJsonArray("containers").get(0).getAsJsonObject().addProperty("comand", "rondo");
        assertThatThrownBy(() -> validate(document)).hasMessageContaining("comand");
    }

    @ParameterizedTest
    @MethodSource("files")
    void containersRunWithoutRootWithAReadOnlyRootAndAMemoryLimit(Path file) throws IOException {
        for (JsonObject document : documents(file)) {
            JsonObject pod = podOf(document);
            assertThat(pod.getAsJsonObject("securityContext").get("runAsNonRoot").getAsBoolean()).isTrue();
            for (JsonElement container : pod.getAsJsonArray("containers")) {
                JsonObject security = container.getAsJsonObject().getAsJsonObject("securityContext");
                assertThat(security.get("readOnlyRootFilesystem").getAsBoolean()).isTrue();
                assertThat(container.getAsJsonObject().getAsJsonObject("resources").getAsJsonObject("limits")
                        .has("memory"))
                        .isTrue();
            }
        }
    }

    @Test
    void thereIsAFileForEachKindOfDeployment() throws IOException {
        assertThat(files()).extracting(file -> file.getFileName().toString()).containsExactly("broker.yaml",
                "one-pod.yaml",
                "two-pods.yaml");
    }
}
