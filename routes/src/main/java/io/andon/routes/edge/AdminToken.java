package io.andon.routes.edge;

import io.andon.cache.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The admin token: generated once into a file that only its owner reads, never logged. */
public final class AdminToken {
    private static final int RANDOM_BYTES = 32;
    private static final String SCHEME = "Bearer ";

    private final byte[] digest;

    private AdminToken(byte[] digest) {
        this.digest = digest;
    }

    /**
     * Reads the token of the file; writes a new one first where there is none.
     *
     * @throws IOException if the file can be neither read nor written, or is empty
     */
    public static AdminToken openOrCreate(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent != null) Files.createDirectories(parent);
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            byte[] random = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(random);
            Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
        } catch (FileAlreadyExistsException _) {
            // the token of an earlier start stays valid
        }
        String token = Files.readString(file).strip();
        if (token.isEmpty()) throw new IOException(file + " is empty");
        return new AdminToken(sha256(token));
    }

    /** Whether an Authorization header bears the token; takes the same time for any wrong one. */
    boolean admits(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(SCHEME)) return false;
        return MessageDigest.isEqual(
                digest, sha256(authorization.substring(SCHEME.length()).strip()));
    }

    private static byte[] sha256(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
