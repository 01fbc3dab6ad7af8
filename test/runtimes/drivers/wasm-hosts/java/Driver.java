import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The driver of Java: FOLDER…, or --bench FOLDER, or --one FILE REQUEST. */
final class Driver {
    private static final String REFUSED = "{\"effect\":\"deny\",\"reason\":\"invalid_request\"";
    private static final ObjectMapper JSON = new ObjectMapper(
            JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNameLength(1 << 20).build())
                    .build());

    private record Line(String kind, String text, Object request, String expected) {
        Policy.Answer decide(Policy policy, boolean explain) {
            if (!kind.equals("lists")) return policy.decide(request, explain);
            return policy.decideAll(request instanceof List<?> list ? list : List.of(), explain);
        }
    }

    private static Object read(String kind, String text) throws IOException {
        if (kind.equals("encoded")) return HexFormat.of().parseHex(text.equals("-") ? "" : text);
        return JSON.readValue(text, Object.class);
    }

    private static List<Line> lines(String folder, String kind) throws IOException {
        Path file = Path.of(folder, kind.equals("encoded") ? "encoded.tsv" : kind + ".jsonl");
        List<Line> lines = new ArrayList<>();
        for (String line : Files.readString(file).split("\n")) {
            int tab = line.indexOf('\t');
            String text = line.substring(0, tab);
            lines.add(new Line(kind, text, read(kind, text), line.substring(tab + 1)));
        }
        return lines;
    }

    private static Policy load(String folder) throws IOException {
        return new Policy(Files.readAllBytes(Path.of(folder, "policy.wasm")));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), 2000));
    }

    private static Map<String, Object> run(List<String> folders) throws IOException {
        long vectors = 0;
        long disagreed = 0;
        long ns = 0;
        List<Object> disagreements = new ArrayList<>();
        for (String folder : folders) {
            Policy policy = load(folder);
            for (String kind : List.of("vectors", "lists", "encoded")) {
                List<Line> lines = lines(folder, kind);
                Policy.Answer[] answers = new Policy.Answer[lines.size()];
                long before = System.nanoTime();
                for (int i = 0; i < answers.length; i++) answers[i] = lines.get(i).decide(policy, true);
                ns += System.nanoTime() - before;
                for (int i = 0; i < answers.length; i++) {
                    vectors++;
                    Line line = lines.get(i);
                    String got = answers[i].json();
                    boolean closed = answers[i].code() < 0 || got.startsWith(REFUSED);
                    if (got.equals(line.expected) || (closed && line.expected.equals("deny"))) continue;
                    disagreed++;
                    if (disagreements.size() == 5) continue;
                    Map<String, Object> shown = new LinkedHashMap<>();
                    shown.put("set", Path.of(folder).getFileName().toString());
                    shown.put("kind", kind);
                    shown.put("line", i + 1);
                    shown.put("request", cut(line.text));
                    shown.put("expected", cut(line.expected));
                    shown.put("got", cut(answers[i].code() + " " + got));
                    disagreements.add(shown);
                }
            }
        }
        return Map.of("vectors", vectors, "disagreed", disagreed, "disagreements", disagreements, "ns", ns);
    }

    /** The least mean of several rounds, in nanoseconds. */
    private static double time(List<Line> lines, Policy policy, boolean explain) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 50; round++) {
            long before = System.nanoTime();
            for (Line line : lines) line.decide(policy, explain);
            best = Math.min(best, (double) (System.nanoTime() - before) / lines.size());
        }
        return best;
    }

    private static Map<String, Object> bench(String folder) throws IOException {
        Policy policy = load(folder);
        List<Line> requests = lines(folder, "vectors");
        return Map.of(
                "encoded", time(lines(folder, "encoded"), policy, false),
                "decide", time(requests, policy, false),
                "explain", time(requests, policy, true));
    }

    private static Map<String, Object> one(String path, String request) throws IOException {
        byte[] file = Files.readAllBytes(Path.of(path));
        Policy policy;
        try {
            policy = new Policy(file);
        } catch (RuntimeException unsound) {
            return Map.of("loaded", false);
        }
        Policy.Answer answer = policy.decide(read("", request), true);
        return Map.of("loaded", true, "code", answer.code(), "json", answer.json());
    }

    public static void main(String[] args) throws IOException {
        Map<String, Object> result = switch (args[0]) {
            case "--bench" -> bench(args[1]);
            case "--one" -> one(args[1], args[2]);
            default -> run(Arrays.asList(args));
        };
        System.out.println(JSON.writeValueAsString(result));
    }

    private Driver() {}
}
