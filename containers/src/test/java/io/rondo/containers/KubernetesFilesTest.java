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

    private static List<JsonObject> objects(JsonObject parent, String name) {
        return parent.has(name)
                ? parent.getAsJsonArray(name).asList().stream().map(JsonElement::getAsJsonObject).toList()
                : List.of();
    }

    private static List<String> names(JsonObject parent, String list, String field) {
        return objects(parent, list).stream().map(each -> each.get(field).getAsString()).toList();
    }

    private static List<String> strings(JsonObject parent, String name) {
        return parent.has(name)
                ? parent.getAsJsonArray(name).asList().stream().map(JsonElement::getAsString).toList()
                : List.of();
    }

    @ParameterizedTest
    @MethodSource("files")
    void containersRunWithoutRootAndWithAMemoryLimit(Path file) throws IOException {
        for (JsonObject document : documents(file)) {
            JsonObject pod = podOf(document);
            JsonObject security = pod.getAsJsonObject("securityContext");
            assertThat(security.get("runAsNonRoot").getAsBoolean()).isTrue();
            assertThat(security.get("runAsUser").getAsInt()).isEqualTo(10001);
            assertThat(security.getAsJsonObject("seccompProfile").get("type").getAsString())
                    .isEqualTo("RuntimeDefault");
            for (JsonObject container : objects(pod, "containers")) {
                JsonObject own = container.getAsJsonObject("securityContext");
                assertThat(own.keySet()).doesNotContain("runAsUser", "runAsNonRoot");
                assertThat(strings(own.getAsJsonObject("capabilities"), "add")).isEmpty();
                assertThat(container.getAsJsonObject("resources").getAsJsonObject("limits").has("memory")).isTrue();
            }
        }
    }

    /** Root in an init container may change the owner and the mode of a directory of the node, and nothing else. */
    @ParameterizedTest
    @MethodSource("files")
    void allContainersAreConfined(Path file) throws IOException {
        for (JsonObject document : documents(file)) {
            JsonObject pod = podOf(document);
            Stream.concat(objects(pod, "containers").stream(), objects(pod, "initContainers").stream())
                    .forEach(container -> {
                        JsonObject security = container.getAsJsonObject("securityContext");
                        assertThat(security.get("allowPrivilegeEscalation").getAsBoolean()).isFalse();
                        assertThat(security.get("readOnlyRootFilesystem").getAsBoolean()).isTrue();
                        JsonObject capabilities = security.getAsJsonObject("capabilities");
                        assertThat(strings(capabilities, "drop")).containsExactly("ALL");
                        assertThat(List.of("CHOWN", "FOWNER")).containsAll(strings(capabilities, "add"));
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachMountHasAVolumeAndEachVolumeAMount(Path file) throws IOException {
        for (JsonObject document : documents(file)) {
            JsonObject pod = podOf(document);
            List<String> mounted = Stream.concat(objects(pod, "containers").stream(),
                    objects(pod, "initContainers").stream())
                    .flatMap(container -> names(container, "volumeMounts", "name").stream()).distinct().toList();
            assertThat(mounted).isNotEmpty().containsExactlyInAnyOrderElementsOf(names(pod, "volumes", "name"));
        }
    }

    @Test
    void thereIsAFileForEachKindOfDeployment() throws IOException {
        assertThat(files()).extracting(file -> file.getFileName().toString()).containsExactly("broker.yaml",
                "one-pod.yaml",
                "two-pods.yaml");
    }
}
