// Another library's reading of the tokens that wesel makes, and tokens that it makes for wesel:
//   node tokens.mjs read KEY TOKEN           prints {"header": …, "claims": …} or {"refused": why}
//   node tokens.mjs make KEY HEADER CLAIMS   prints a token
// KEY in hex; HEADER and CLAIMS are JSON. RS256 signs with a fresh key, none with no key.
import { generateKeyPair, jwtVerify, SignJWT, UnsecuredJWT } from 'jose';

const [task, keyHex, ...rest] = process.argv.slice(2);
const key = Uint8Array.from(Buffer.from(keyHex, 'hex'));

async function read(token) {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      typ: 'JWT',
      requiredClaims: ['iat', 'exp', 'jti'],
      maxTokenAge: '1h',
    });
    return { header: protectedHeader, claims: payload };
  } catch (error) {
    return { refused: error.code };
  }
}

async function make(header, claims) {
  if (header.alg === 'none') return new UnsecuredJWT(claims).encode();
  const signer =
    header.alg === 'RS256' ? (await generateKeyPair('RS256')).privateKey : key;
  const crit = Object.fromEntries((header.crit ?? []).map((name) => [name, true]));
  return new SignJWT(claims).setProtectedHeader(header).sign(signer, { crit });
}

if (task === 'read') {
  console.log(JSON.stringify(await read(rest[0])));
} else {
  console.log(await make(JSON.parse(rest[0]), JSON.parse(rest[1])));
}
