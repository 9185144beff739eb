import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { selfSignedCertificate } from './certificate.ts';

test('the certificate is what node:crypto reads back: serial, dates, key, its own signature', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const serialHex = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1';
  const pem = selfSignedCertificate({
    serialHex,
    commonName: 'Tenpay.com sign',
    organization: '集市沙箱',
    fromMs: Date.UTC(2024, 0, 2, 3, 4, 5),
    untilMs: Date.UTC(2029, 0, 2, 3, 4, 5),
    ...pair,
  });
  const certificate = new X509Certificate(pem);
  expect(certificate.serialNumber).toBe(serialHex);
  expect(new Date(certificate.validFrom).getTime()).toBe(Date.UTC(2024, 0, 2, 3, 4, 5));
  expect(new Date(certificate.validTo).getTime()).toBe(Date.UTC(2029, 0, 2, 3, 4, 5));
  expect(certificate.subject).toContain('CN=Tenpay.com sign');
  expect(certificate.ca).toBe(false);
  expect(certificate.verify(pair.publicKey)).toBe(true);
  expect(certificate.publicKey.equals(pair.publicKey)).toBe(true);
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  expect(certificate.verify(stranger.publicKey)).toBe(false);
});
