import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The conversation that every judge holds: a greeting, then one answer a line for one question a
 * line. A question is "PROFILE FILE-URI"; an answer is a JSON object on one line.
 *
 * <p>Only answers reach standard output: whatever a judge prints goes to standard error.
 */
final class Answers {
    /** What a judge says of one file. `checked` counts what was looked at: rules, items, bytes. */
    record Answer(boolean passed, long checked, List<Map<String, Object>> findings) {}

    /** A judge: reads one file and answers, or throws when it could not judge. */
    interface Judge {
        Answer judge(Path file, String profile) throws Exception;
    }

    private Answers() {}

    static void converse(String name, String version, Judge judge) throws IOException {
        PrintStream answers = new PrintStream(
                new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        answers.println(json(fields("judge", name, "version", version)));
        BufferedReader questions = new BufferedReader(
                new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            answers.println(json(answer(line, judge)));
        }
    }

    private static Map<String, Object> answer(String question, Judge judge) {
        String[] parts = question.split(" ", 2);
        Map<String, Object> said = fields("profile", parts[0], "file", parts[1]);
        try {
            Answer answer = judge.judge(Path.of(URI.create(parts[1])), parts[0]);
            said.put("outcome", answer.passed() ? "passed" : "failed");
            said.put("checked", answer.checked());
            said.put("findings", answer.findings());
        } catch (Exception | StackOverflowError problem) {
            said.put("error", String.valueOf(problem));
        }
        return said;
    }

    static Map<String, Object> finding(
            String code, String severity, String message, String inside, int line, int column,
            String hint) {
        return fields("code", code, "severity", severity, "message", message, "inside", inside,
                "line", Math.max(line, 0), "column", Math.max(column, 0), "hint", hint);
    }

    /** A map that keeps its order, from alternating keys and values. */
    static Map<String, Object> fields(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> items = new ArrayList<>();
            map.forEach((key, item) -> items.add(json(key) + ":" + json(item)));
            return "{" + String.join(",", items) + "}";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(",", list.stream().map(Answers::json).toList()) + "]";
        }
        return value instanceof Number ? value.toString() : quoted(String.valueOf(value));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            // Lone surrogates and line separators too: the answer stays one line of valid UTF-8.
            if (c < ' ' || c == '"' || c == '\\' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
