import { type KeyObject, sign } from 'node:crypto';

/** What a self-signed certificate says. `serialHex` is 40 hex digits whose first is 1–7, so that the DER integer stays positive. */
interface CertificateFacts {
  serialHex: string;
  commonName: string;
  organization: string;
  fromMs: number;
  untilMs: number;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

const SEQUENCE = 0x30;
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const BASIC_CONSTRAINTS = '2.5.29.19';

/** A self-signed X.509 v3 certificate (RSA, SHA-256) as PEM. Source: RFC 5280 §4.1; node:crypto reads but cannot write one. */
export function selfSignedCertificate(facts: CertificateFacts): string {
  const algorithm = tlv(SEQUENCE, oid(SHA256_WITH_RSA), tlv(0x05));
  const name = distinguishedName(facts);
  const toBeSigned = tlv(
    SEQUENCE,
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from(facts.serialHex, 'hex')),
    algorithm,
    name,
    tlv(SEQUENCE, utcTime(facts.fromMs), utcTime(facts.untilMs)),
    name,
    facts.publicKey.export({ format: 'der', type: 'spki' }),
    tlv(0xa3, tlv(SEQUENCE, endEntityOnly())),
  );
  const signature = sign('sha256', toBeSigned, facts.privateKey);
  return toPem('CERTIFICATE', tlv(SEQUENCE, toBeSigned, algorithm, tlv(0x03, Buffer.from([0]), signature)));
}

/** Name: organization and common name, both UTF8String. */
function distinguishedName({ organization, commonName }: CertificateFacts): Buffer {
  const attribute = (type: string, value: string) =>
    tlv(0x31, tlv(SEQUENCE, oid(type), tlv(0x0c, Buffer.from(value, 'utf8'))));
  return tlv(SEQUENCE, attribute('2.5.4.10', organization), attribute('2.5.4.3', commonName));
}

/** Critical basicConstraints with the default cA = false. */
function endEntityOnly(): Buffer {
  return tlv(SEQUENCE, oid(BASIC_CONSTRAINTS), tlv(0x01, Buffer.from([0xff])), tlv(0x04, tlv(SEQUENCE)));
}

/** UTCTime holds two digits of the year: only dates before 2050. */
function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return tlv(0x17, Buffer.from(`${digits}Z`, 'latin1'));
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const groups = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
  return groups;
}

/** Tag, length, value. */
function tlv(tag: number, ...parts: Uint8Array[]): Buffer {
  const value = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...derLength(value.length)]), value]);
}

function derLength(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let left = length; left > 0; left >>>= 8) bytes.unshift(left & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

function toPem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
