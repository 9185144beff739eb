import type { ReplyOf } from '@jishi/api-client';
import { deleteVerifyFile, listVerifyFiles, putVerifyFile } from '@jishi/api-client/admin';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Button, Typography, Upload } from 'antd';
import { ask, tell, tellProblem } from '../../../parts/ask.ts';
import { useStaff } from '../../../session.tsx';
import css from './wechat.module.css';

/** What is entered at WeChat, to be copied from here, and the files with which WeChat is shown whose domain this is. */
export function WechatAddresses({ status }: { status: ReplyOf<'getWechatStatus'> }) {
  const base = status.connected && !status.sandbox && status.notifyBaseUrl ? status.notifyBaseUrl : location.origin;
  const { origin, hostname } = new URL(base);
  const lines = [
    { where: '公众号 → 网页授权域名、JS 接口安全域名', what: hostname },
    { where: '商户平台 → JSAPI 支付授权目录', what: `${origin}/` },
    { where: '商户平台 → H5 支付域名', what: hostname },
    { where: '小程序 → 服务器域名（request、uploadFile、downloadFile）', what: origin },
    { where: '小程序 → 消息推送 URL', what: status.messagePush.address },
  ];
  return (
    <section className="panel" style={{ marginTop: 16 }}>
      <h2>在微信填写的域名和地址</h2>
      <p className="quiet">逐项复制到微信的后台。支付和退款的回调地址由系统自动带上，不用填写。</p>
      <dl className={css.addresses}>
        {lines.map(({ where, what }) => (
          <div key={where}>
            <dt>{where}</dt>
            <dd>
              <Typography.Text copyable={{ tooltips: ['复制', '已复制'] }} className="num breaks">
                {what}
              </Typography.Text>
            </dd>
          </div>
        ))}
      </dl>
      <VerifyFiles />
    </section>
  );
}

function VerifyFiles() {
  const query = useAsk(listVerifyFiles);
  const change = useChanges();
  const { can } = useStaff();
  const upload = async (file: File) => {
    try {
      const content = (await file.text()).trim();
      await change(putVerifyFile, { path: { name: file.name }, body: { content } });
      tell('已上传，现在可以到微信后台点“确定”');
    } catch (problem) {
      tellProblem(problem);
    }
  };
  const drop = async (name: string) => {
    const text = '微信再次检查域名时会找不到它。';
    if (!(await ask({ title: `删除 ${name}？`, text, okText: '删除', danger: true }))) return;
    await change(deleteVerifyFile, { path: { name } });
  };
  return (
    <>
      <h3>域名验证文件</h3>
      <p className="quiet">微信要求把 MP_verify_….txt（或小程序的校验文件）放到域名根目录：在这里上传即可。</p>
      {(query.data?.items.length ?? 0) > 0 && (
        <ul className={css.files}>
          {query.data?.items.map(({ name, address }) => (
            <li key={name}>
              <a href={address} target="_blank" rel="noreferrer" className="num breaks">
                {name}
              </a>
              {can('wechat:manage') && (
                <Button size="small" onClick={() => void drop(name)}>
                  删除
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {can('wechat:manage') && (
        <Upload
          accept=".txt"
          showUploadList={false}
          beforeUpload={(file) => {
            void upload(file);
            return false;
          }}
        >
          <Button id="verify-file">上传验证文件</Button>
        </Upload>
      )}
    </>
  );
}
