import { useAsk } from '@jishi/api-client/react';
import { getShopText } from '@jishi/api-client/shop';
import { useParams } from '../../../nav';
import { Picture } from '../../../parts/Picture';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { Text, View } from '../../../platform/elements';
import { useShop } from '../../../session/shop';
import './TermsPage.scss';
import { TERMS } from './texts';

/** The user agreement; with `of=privacy` the privacy policy, with `of=licence` who runs the shop. */
export function TermsPage() {
  const { of } = useParams('terms');
  return of === 'licence' ? <Licence /> : <Wording name={of === 'privacy' ? 'privacy' : 'agreement'} />;
}

/** As the merchant wrote it; what this software ships where there is nothing of the merchant's. */
function Wording({ name }: { name: 'agreement' | 'privacy' }) {
  const shop = useShop();
  const { data: own, error, refetch } = useAsk(getShopText, { path: { name } });
  const { title, sections } = TERMS[name](shop?.name ?? '本店');
  return (
    <Screen title={title} className="terms">
      {error && !own && <Problem problem={error} onRetry={refetch} />}
      {!error && !own && <Skeleton rows={4} />}
      {own && (
        <View className="card">
          {own.text === null
            ? sections.map((section) => (
                <View key={section.title} className="terms__section">
                  <View className="terms__title">{section.title}</View>
                  <Text>{section.text}</Text>
                </View>
              ))
            : own.text.split('\n').map((paragraph, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no identity but their place
                <View key={at} className="terms__paragraph">
                  {paragraph}
                </View>
              ))}
        </View>
      )}
      <MadeWith />
    </Screen>
  );
}

/** What 电子商务法 art. 15 wants a shop to show of itself. */
function Licence() {
  const licence = useShop()?.licence;
  const rows = [
    { title: '经营者', text: licence?.company },
    { title: '统一社会信用代码', text: licence?.number },
    { title: 'ICP 备案号', text: licence?.icp },
  ].filter(({ text }) => text);
  return (
    <Screen title="经营资质" className="terms">
      <View className="card">
        {rows.map(({ title, text }) => (
          <View key={title} className="terms__section">
            <View className="terms__title">{title}</View>
            <Text>{text}</Text>
          </View>
        ))}
        {rows.length === 0 && <View className="terms__section">商家还没有填写经营资质。</View>}
        {licence?.picture && (
          <Picture src={licence.picture} alt="营业执照" ratio={0.75} width={1080} className="terms__picture" />
        )}
      </View>
      <MadeWith />
    </Screen>
  );
}

/** What people name when they report a fault. */
const MadeWith = () => <View className="terms__made">集市 {VERSION}</View>;
