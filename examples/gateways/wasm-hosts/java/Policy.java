import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Decides requests with policy.wasm. Only ASK and ALLOW are no deny; whatever goes wrong is one. */
public final class Policy {
    public static final int ASK = 4, ALLOW = 5;
    private static final List<String> FIELDS = List.of("agent", "action", "resource", "context", "now");

    /** The code of a decision and, when asked for, the decision as JSON text. */
    public record Answer(int code, String json) {}

    private final CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
    private final Instance wasm;
    private final int request;
    private final ByteBuffer buffer;

    /** Throws when the bytes are no sound policy.wasm. */
    public Policy(byte[] bytes) {
        wasm = Instance.builder(Parser.parse(bytes)).withMachineFactory(MachineFactoryCompiler::compile).build();
        request = constant("request");
        buffer = ByteBuffer.allocate(constant("capacity")).order(ByteOrder.LITTLE_ENDIAN);
        if (constant("abi_version") != 1 || decide(null, false).code() != 0) {
            throw new IllegalArgumentException("policy.wasm is damaged, or has another interface");
        }
    }

    private int constant(String name) {
        return (int) wasm.exports().global(name).getValue();
    }

    private void text(String value) throws CharacterCodingException {
        int start = buffer.position();
        buffer.putInt(0);
        CoderResult result = utf8.reset().encode(CharBuffer.wrap(value), buffer, true);
        if (!result.isUnderflow()) result.throwException(); // too long, or a lone surrogate
        buffer.putInt(start, buffer.position() - start - 4);
    }

    private void encode(Object value, boolean isRequest) throws CharacterCodingException {
        if (value == null) {
            buffer.put((byte) 0);
        } else if (value instanceof Boolean flag) {
            buffer.put((byte) (flag ? 2 : 1));
        } else if (value instanceof Number number) {
            buffer.put((byte) 3).putDouble(number.doubleValue());
        } else if (value instanceof String string) {
            buffer.put((byte) 4);
            text(string);
        } else if (value instanceof List<?> list) {
            buffer.put((byte) 5).putInt(list.size());
            for (Object part : list) encode(part, false);
        } else if (value instanceof Map<?, ?> map && isRequest) {
            buffer.put((byte) 7);
            for (String field : FIELDS) {
                if (map.containsKey(field)) encode(map.get(field), false);
                else buffer.put((byte) 8);
            }
        } else if (value instanceof Map<?, ?> map) {
            buffer.put((byte) 6).putInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text((String) entry.getKey());
                encode(entry.getValue(), false);
            }
        } else if (value instanceof byte[] encoded) {
            buffer.put(encoded); // before
        } else {
            buffer.put((byte) 9); // no JSON value: refused
        }
    }

    public Answer decide(Object request, boolean explain) {
        return run("decide", () -> encode(request, true), explain);
    }

    /** One decision about several requests. */
    public Answer decideAll(List<?> requests, boolean explain) {
        return run("decide_all", () -> {
            buffer.put((byte) 5).putInt(requests.size());
            for (Object request : requests) encode(request, true);
        }, explain);
    }

    private interface Encoding {
        void write() throws CharacterCodingException;
    }

    private synchronized Answer run(String entry, Encoding encoding, boolean explain) {
        int length = buffer.clear().capacity() + 1;
        try {
            encoding.write();
            length = buffer.position();
            wasm.memory().write(request, buffer.array(), 0, length);
        } catch (CharacterCodingException | RuntimeException | StackOverflowError unfit) {
            // Too long, nested too deep or a lone surrogate: refused as what is longer than the buffer.
        }
        try {
            int code = (int) wasm.export(entry).apply(length)[0];
            if (code < 0 || !explain) return new Answer(code, "");
            int size = (int) wasm.export("json").apply()[0];
            return new Answer(code, wasm.memory().readString((int) wasm.export("output").apply()[0], size));
        } catch (RuntimeException | StackOverflowError trap) {
            return new Answer(-1, "");
        }
    }
}
