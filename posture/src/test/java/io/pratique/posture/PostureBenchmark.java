package io.pratique.posture;

import io.pratique.document.Documents;
import io.pratique.document.Source;
import io.pratique.posture.catalogue.Catalogue;
import io.pratique.posture.evidence.Evidence;
import io.pratique.posture.evidence.EvidenceReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges 10,000 task definitions by all templates; the aim is under 2 seconds. */
final class PostureBenchmark {
    private PostureBenchmark() {}

    static Evidence tasks(int count) {
        StringBuilder json = new StringBuilder(count * 900);
        json.append("{\"schema\":\"posture.evidence/1\",\"collector\":{\"name\":\"bench\"},")
                .append("\"origin\":\"upload\",\"coverage\":[],\"subjects\":[");
        for (int i = 0; i < count; i++) {
            String launch = i % 3 == 0 ? "FARGATE" : "EC2";
            json.append(i == 0 ? "" : ",")
                    .append(
                            """
                            {"kind":"ecs.task-definition","id":"arn:aws:ecs:eu-west-1:1:task-definition/f%d:1","doc":{"family":"f%d",
                            "networkMode":"awsvpc","cpu":"256","memory":"512","requiresCompatibilities":["%s"],"containerDefinitions":[
                            {"name":"web","image":"nginx:1.29","essential":true,"user":"1000","privileged":%b,"readonlyRootFilesystem":true,
                            "portMappings":[{"containerPort":8080}],"environment":[{"name":"MODE","value":"fast"},{"name":"DB_PASSWORD","value":"a%d"}],
                            "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"g"}},"linuxParameters":{"capabilities":{"drop":["ALL"]}}},
                            {"name":"side","image":"envoy:1","command":["envoy","-c","/etc/envoy.yaml"],"mountPoints":[{"sourceVolume":"v","containerPath":"/v"}]}],
                            "volumes":[{"name":"v","host":{"sourcePath":"/srv/%d"}}]}}\
                            """
                                    .formatted(i, i, launch, i % 7 == 0, i, i));
        }
        json.append("]}");
        return EvidenceReader.read(Documents.first(Source.of("bench.json", json.toString())));
    }

    static void main() {
        Evidence evidence = tasks(10_000);
        Judge judge = new Judge(Catalogue.load(), Profile.BASELINE, Map.of(), Optional.empty());
        for (int round = 0; round < 5; round++) {
            long start = System.nanoTime();
            Report report = judge.judge(List.of(evidence), List.of(), Instant.EPOCH);
            long millis = (System.nanoTime() - start) / 1_000_000;
            System.out.println(
                    millis
                            + " ms for "
                            + report.findings().size()
                            + " findings "
                            + report.counts());
        }
        long start = System.nanoTime();
        tasks(10_000);
        System.out.println(
                (System.nanoTime() - start) / 1_000_000 + " ms to write and read the evidence");
    }
}
