import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { countCall } from '../calls.ts';
import type { Context } from '../context.ts';
import { acsRefusal, tcRefusal, type Wire } from './signature.ts';

/** Where the clouds of text messages stand in the sandbox; in reality at dysmsapi.aliyuncs.com and sms.tencentcloudapi.com. */
const SMS_PATHS = { aliyun: '/sandbox/sms/aliyun', tencent: '/sandbox/sms/tencent' } as const;
type Vendor = keyof typeof SMS_PATHS;

/** What both vendors look at: to whom, under which name, which template with which values. */
interface Asked {
  phone: string;
  sign: string;
  template: string;
  code: string;
}
type Refusal = 'busy' | 'number' | 'sign' | 'template' | 'values';
const WORDS: Record<Vendor, Record<Refusal, string>> = {
  aliyun: {
    busy: 'isv.BUSINESS_LIMIT_CONTROL',
    number: 'isv.MOBILE_NUMBER_ILLEGAL',
    sign: 'isv.SMS_SIGNATURE_ILLEGAL',
    template: 'isv.SMS_TEMPLATE_ILLEGAL',
    values: 'isv.TEMPLATE_MISSING_PARAMETERS',
  },
  tencent: {
    busy: 'LimitExceeded.PhoneNumberThirtySecondLimit',
    number: 'InvalidParameterValue.IncorrectPhoneNumber',
    sign: 'FailedOperation.SignatureIncorrectOrUnapproved',
    template: 'FailedOperation.TemplateIncorrectOrUnapproved',
    values: 'InvalidParameterValue.TemplateParameterFormatError',
  },
};

/** Text messages as Alibaba Cloud and Tencent Cloud take them: signatures are checked in full, then sign, template, values and number. */
export function smsRoutes(app: FastifyInstance, context: Context): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post(SMS_PATHS.aliyun, (request, reply) =>
    served(context, request, reply, (wire) => {
      const keys = { id: context.keys.merchant.smsKeyId, secret: context.keys.merchant.smsKeySecret };
      const wrong = acsRefusal(wire, keys, context.now());
      if (wrong) return { status: 400, body: { Code: wrong, Message: wrong, RequestId: randomUUID() } };
      const query = new URL(wire.url, 'http://sandbox').searchParams;
      const refusal = taken(context, {
        phone: (query.get('PhoneNumbers') ?? '').replace(/^(\+?86)(?=1)/, ''),
        sign: query.get('SignName') ?? '',
        template: query.get('TemplateCode') ?? '',
        code: fieldOf(query.get('TemplateParam') ?? '', 'code'),
      });
      const said = refusal ? { Code: WORDS.aliyun[refusal], Message: refusal } : { Code: 'OK', Message: 'OK' };
      return { status: 200, body: { ...said, BizId: randomUUID(), RequestId: randomUUID() } };
    }),
  );
  app.post(SMS_PATHS.tencent, (request, reply) =>
    served(context, request, reply, (wire) => {
      const keys = { id: context.keys.merchant.smsKeyId, secret: context.keys.merchant.smsKeySecret };
      const wrong = tcRefusal(wire, keys, context.now());
      const failed = (Code: string) => ({
        status: 200,
        body: { Response: { Error: { Code, Message: Code }, RequestId: randomUUID() } },
      });
      if (wrong) return failed(wrong);
      const asked = parsed(wire.body);
      if (String(asked.SmsSdkAppId) !== context.keys.merchant.smsAppId)
        return failed('InvalidParameterValue.SdkAppIdNotExist');
      const [to = ''] = (asked.PhoneNumberSet ?? []) as string[];
      const refusal = taken(context, {
        phone: String(to).replace(/^\+86/, ''),
        sign: String(asked.SignName ?? ''),
        template: String(asked.TemplateId ?? ''),
        code: String((asked.TemplateParamSet as string[] | undefined)?.[0] ?? ''),
      });
      const Code = refusal ? WORDS.tencent[refusal] : 'Ok';
      const sent = {
        SerialNo: randomUUID(),
        PhoneNumber: to,
        Fee: refusal ? 0 : 1,
        Code,
        Message: Code,
        IsoCode: 'CN',
      };
      return { status: 200, body: { Response: { SendStatusSet: [sent], RequestId: randomUUID() } } };
    }),
  );
}

interface Answer {
  status: number;
  body: unknown;
}
async function served(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: (wire: Wire) => Answer,
): Promise<FastifyReply> {
  const fault = context.faults.takeForInterface(request.method, request.url);
  countCall(context, request);
  if (fault?.action === 'hang') return reply.hijack();
  const { method, url, headers } = request;
  const { status, body } = answer({ method, url, headers, body: String(request.body ?? '') });
  if (fault?.action === 'hang-after') return reply.hijack();
  if (fault) return reply.code(200).send({ Code: fault.code ?? 'isp.SYSTEM_ERROR', Message: 'planned fault' });
  return reply.code(status).send(body);
}

/** Puts a text into the inbox, or says why not. */
function taken({ store, keys, settings, now }: Context, { phone, sign, template, code }: Asked): Refusal | null {
  if (!/^1[3-9]\d{9}$/.test(phone)) return 'number';
  if (sign !== keys.merchant.smsSign) return 'sign';
  if (template !== keys.merchant.smsTemplate) return 'template';
  if (!/^\d{4,6}$/.test(code)) return 'values';
  const lately = store.texts.all().filter((text) => text.phone === phone && text.sentAtMs > now() - 60_000);
  if (settings.smsMinuteApart && lately.length > 0) return 'busy';
  const id = randomUUID();
  const text = `【${sign}】您的验证码是 ${code}，10 分钟内有效，请勿告诉他人。`;
  store.texts.put(id, { id, phone, code, text, sentAtMs: now() });
  return null;
}

function parsed(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
}
const fieldOf = (json: string, name: string): string => String(parsed(json)[name] ?? '');
