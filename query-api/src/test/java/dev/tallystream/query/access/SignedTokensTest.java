package dev.tallystream.query.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.Test;

class SignedTokensTest {
    private static final int MOST = 10;

    private final SignedTokens tokens = new SignedTokens(MOST);

    @Test
    void aSignatureIsGoodForItsKeyAndItsTokenOnly() throws Exception {
        ECKey first = new ECKeyGenerator(Curve.P_256).keyID("1").generate();
        ECKey second = new ECKeyGenerator(Curve.P_256).keyID("1").generate();
        SignedJWT token = token(first, 0);
        SignedJWT forged = SignedJWT.parse(token.serialize()
                .replaceFirst("\\..*\\.", "." + token(first, 1).getPayload().toBase64URL() + "."));

        assertTrue(tokens.isSigned(token, key(first)));
        assertTrue(tokens.isSigned(token, key(first)));
        // The provider withdrew the key and published another under its name.
        assertFalse(tokens.isSigned(token, key(second)));
        assertFalse(tokens.isSigned(forged, key(first)));
        assertEquals(1, tokens.size());
    }

    @Test
    void onlySoManyAreRemembered() throws Exception {
        ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("1").generate();
        ProviderKey key = key(ec);

        for (int i = 0; i <= MOST; i++) {
            assertTrue(tokens.isSigned(token(ec, i), key));
        }

        assertEquals(MOST, tokens.size());
    }

    private static ProviderKey key(ECKey ec) {
        return ProviderKey.from(ec.toPublicJWK()).orElseThrow();
    }

    private static SignedJWT token(ECKey ec, int number) throws Exception {
        SignedJWT token = new SignedJWT(
                PlayedProvider.header(JWSAlgorithm.ES256, "1").build(),
                PlayedProvider.claims().subject("person-" + number).build());
        token.sign(new ECDSASigner(ec));
        return SignedJWT.parse(token.serialize());
    }
}
