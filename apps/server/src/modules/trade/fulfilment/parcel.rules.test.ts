import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callsFor, nameOf, packed, type ToldParcel, unsentPieces } from './parcel.rules.ts';

const lines = fc
  .array(fc.tuple(fc.nat(9), fc.nat(9), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 6 })
  .map((rows) =>
    rows.map(([refunded, shipped, free], n) => ({
      id: `l${n}`,
      quantity: refunded + shipped + free,
      refunded,
      shipped,
    })),
  );

test('parcels never hold more than is left, and the last one leaves nothing', () => {
  fc.assert(
    fc.property(lines, fc.infiniteStream(fc.nat(12)), (all, random) => {
      let now = all;
      for (let parcel = 0; parcel < 20; parcel++) {
        const left = unsentPieces(now);
        if (left.length === 0) break;
        const asked = left
          .map((p) => ({ ...p, quantity: random.next().value as number }))
          .filter((p) => p.quantity > 0);
        const found = packed(now, asked.length > 0 ? asked : undefined);
        const fits = asked.every((a) => a.quantity <= (left.find((p) => p.lineId === a.lineId)?.quantity ?? 0));
        expect(found === null).toBe(!fits);
        if (!found) continue;
        now = now.map((l) => ({
          ...l,
          shipped: l.shipped + (found.pieces.find((p) => p.lineId === l.id)?.quantity ?? 0),
        }));
        expect(found.isLast).toBe(unsentPieces(now).length === 0);
      }
      for (const l of now) expect(l.shipped + l.refunded).toBeLessThanOrEqual(l.quantity);
    }),
    { numRuns: 300 },
  );
});

const parcel = (n: number, isCorrected = false): ToldParcel => ({
  id: `p${n}`,
  carrier: 'ZTO',
  trackingNumber: `ZT${n}`,
  isCorrected,
});
const shape = (calls: ReturnType<typeof callsFor>) =>
  calls.map((c) => [c.isSplit, c.isAllDelivered, c.parcels.map((p) => p.trackingNumber).join()]);

test('one parcel is told as one, parts as parts, and the last part says that it is', () => {
  const none = { known: new Set<string>(), isFinished: false };
  expect(shape(callsFor({ parcels: [parcel(1)], isComplete: true, ...none }))).toEqual([[false, true, 'ZT1']]);
  expect(shape(callsFor({ parcels: [parcel(1)], isComplete: false, ...none }))).toEqual([[true, false, 'ZT1']]);
  const known = new Set([nameOf(parcel(1))]);
  const two = [parcel(1), parcel(2)];
  expect(shape(callsFor({ parcels: two, isComplete: true, known, isFinished: false }))).toEqual([[true, true, 'ZT2']]);
  expect(shape(callsFor({ parcels: two, isComplete: false, known, isFinished: false }))).toEqual([
    [true, false, 'ZT2'],
  ]);
});

test('a number that is corrected while parts are missing waits for them, and then all is said once more', () => {
  const known = new Set(['ZTO OLD']);
  const parcels = [parcel(1, true), parcel(2)];
  expect(callsFor({ parcels: [parcel(1, true)], isComplete: false, known, isFinished: false })).toEqual([]);
  expect(shape(callsFor({ parcels, isComplete: true, known, isFinished: false }))).toEqual([
    [true, true, 'ZT2'],
    [true, true, 'ZT1,ZT2'],
  ]);
});

test('when what was left is refunded, WeChat hears that the last parcel was the last', () => {
  const two = [parcel(1), parcel(2)];
  const known = new Set(two.map(nameOf));
  expect(shape(callsFor({ parcels: two, isComplete: true, known, isFinished: false }))).toEqual([[true, true, 'ZT2']]);
});

test('told again, nothing is told twice: WeChat ends with each parcel once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 6 }), fc.array(fc.boolean(), { maxLength: 6 }), (count, lost) => {
      const known = new Set<string>();
      let isFinished = false;
      const parcels: ToldParcel[] = [];
      for (let n = 0; n < count; n++) {
        parcels.push(parcel(n));
        const isComplete = n === count - 1;
        // An answer that is lost is asked for again.
        for (let tries = 0; tries <= (lost[n] ? 1 : 0); tries++)
          for (const call of callsFor({ parcels, isComplete, known, isFinished })) {
            for (const p of call.parcels) {
              expect(known.has(nameOf(p))).toBe(false);
              known.add(nameOf(p));
            }
            isFinished ||= call.isAllDelivered;
          }
      }
      expect([known.size, isFinished]).toEqual([count, true]);
      expect(callsFor({ parcels, isComplete: true, known, isFinished })).toEqual([]);
    }),
  );
});
