package dev.tallystream.query.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import java.util.Set;

/**
 * One public key of a provider and the algorithms that it signs with. The key decides about the algorithm, never the
 * token: nothing symmetric is in any list here, so that no public key is ever taken for a secret.
 *
 * @param id its {@code kid}
 */
record ProviderKey(String id, Set<JWSAlgorithm> algorithms, PublicKey key) {
    /** What providers sign with today; every one asymmetric. */
    static final Set<JWSAlgorithm> ALLOWED =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

    /** RFC 7518, 3.3. */
    private static final int MIN_RSA_BITS = 2_048;

    private static final String ED25519 = "Ed25519";

    /** The key, or empty where it is not for signing with an algorithm of ours, or has no id to be called by. */
    static Optional<ProviderKey> from(JWK jwk) {
        boolean signs = (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
                && (jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY));
        if (!signs || jwk.getKeyID() == null || jwk.getKeyID().isBlank()) {
            return Optional.empty();
        }
        try {
            return switch (jwk) {
                case RSAKey rsa
                when rsa.size() >= MIN_RSA_BITS ->
                    of(jwk, rsa.toRSAPublicKey(), JWSAlgorithm.RS256, JWSAlgorithm.PS256);
                case ECKey ec when ec.getCurve().equals(Curve.P_256) -> of(jwk, ec.toECPublicKey(), JWSAlgorithm.ES256);
                case OctetKeyPair pair
                when pair.getCurve().equals(Curve.Ed25519) -> of(jwk, edwards(pair), JWSAlgorithm.EdDSA);
                default -> Optional.empty();
            };
        } catch (JOSEException | GeneralSecurityException noKey) {
            return Optional.empty();
        }
    }

    private static Optional<ProviderKey> of(JWK jwk, PublicKey key, JWSAlgorithm... fitting) {
        Set<JWSAlgorithm> algorithms = jwk.getAlgorithm() == null
                ? Set.of(fitting)
                : Set.of(fitting).contains(JWSAlgorithm.parse(jwk.getAlgorithm().getName()))
                        ? Set.of(JWSAlgorithm.parse(jwk.getAlgorithm().getName()))
                        : Set.of();
        return algorithms.isEmpty() ? Optional.empty() : Optional.of(new ProviderKey(jwk.getKeyID(), algorithms, key));
    }

    /** The point is little-endian, with the sign of x in its highest bit (RFC 8032, 5.1.2). */
    private static PublicKey edwards(OctetKeyPair pair) throws GeneralSecurityException {
        byte[] littleEndian = pair.getX().decode();
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
        }
        if (bigEndian.length != 32) {
            throw new GeneralSecurityException("a point of Ed25519 has 32 bytes");
        }
        boolean odd = bigEndian[0] < 0;
        bigEndian[0] &= 0x7f;
        return KeyFactory.getInstance(ED25519)
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, bigEndian))));
    }

    /** Whether this key signed the token, by an algorithm that the key is for. */
    boolean signed(SignedJWT token) {
        if (!algorithms.contains(token.getHeader().getAlgorithm())) {
            return false;
        }
        try {
            return switch (key) {
                case RSAPublicKey rsa -> token.verify(new RSASSAVerifier(rsa));
                case ECPublicKey ec -> token.verify(new ECDSAVerifier(ec));
                default -> signedOnEdwards(token);
            };
        } catch (JOSEException | GeneralSecurityException notSigned) {
            return false;
        }
    }

    /** Of the platform: the library's own wants one more library. */
    private boolean signedOnEdwards(SignedJWT token) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ED25519);
        signature.initVerify(key);
        signature.update(token.getSigningInput());
        return signature.verify(token.getSignature().decode());
    }
}
