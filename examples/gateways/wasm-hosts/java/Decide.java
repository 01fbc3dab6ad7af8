import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Decides one request: Decide FILE AGENT ACTION RESOURCE. Exits with 0 only when it is allowed. */
final class Decide {
    public static void main(String[] args) throws IOException {
        Policy policy = new Policy(Files.readAllBytes(Path.of(args[0])));
        Map<String, String> request = Map.of("agent", args[1], "action", args[2], "resource", args[3]);
        Policy.Answer answer = policy.decide(request, true);
        System.out.println(answer.json());
        System.exit(answer.code() == Policy.ALLOW ? 0 : 1);
    }

    private Decide() {}
}
