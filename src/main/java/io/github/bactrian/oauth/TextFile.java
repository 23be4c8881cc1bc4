package io.github.bactrian.oauth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.stream.Collectors;

/** Small text files as editors write them: UTF-8, with a byte order mark or without. */
final class TextFile {

    private static final String MARK = "\uFEFF";
    /** In UTF-8, read as if each byte were a character. */
    private static final String MARK_BYTES = "\u00ef\u00bb\u00bf";

    private TextFile() {}

    /** @throws GeneralSecurityException whose message says what is wrong with the file, as a clause after its name */
    static String read(Path file) throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(file);
        requireNarrow(bytes);
        try {
            return withoutMark(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new GeneralSecurityException("is not UTF-8 text; save it as UTF-8", e);
        }
    }

    /**
     * The PEM that the bytes are, without byte order marks, of which each file that was put together has one, and without
     * indentation; empty if they are something else.
     */
    static Optional<String> pem(byte[] bytes) throws GeneralSecurityException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!text.replace("\0", "").contains("-----BEGIN ")) {
            return Optional.empty();
        }
        requireNarrow(bytes);
        return Optional.of(text.lines()
                .map(line -> line.replace(MARK_BYTES, "").strip())
                .collect(Collectors.joining("\n", "", "\n")));
    }

    /** Windows' editors save text of two bytes a character. */
    private static void requireNarrow(byte[] bytes) throws GeneralSecurityException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff") || text.indexOf(0) >= 0) {
            throw new GeneralSecurityException("is UTF-16 or UTF-32 text; save it as UTF-8");
        }
    }

    /** The text without the mark that may be its first character. */
    static String withoutMark(String text) {
        return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
    }
}
