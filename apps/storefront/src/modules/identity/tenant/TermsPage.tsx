import { useParams } from '../../../nav';
import { Text, View } from '../../../parts/dom';
import { Screen } from '../../../parts/Screen';
import { useShop } from '../../../session/shop';
import './TermsPage.scss';
import { TERMS } from './texts';

/** The user agreement, or with `of=privacy` the privacy policy. */
export function TermsPage() {
  const { of } = useParams('terms');
  const shop = useShop();
  const { title, sections } = TERMS[of === 'privacy' ? 'privacy' : 'agreement'](shop?.name ?? '本店');
  return (
    <Screen title={title} className="terms">
      <View className="card">
        {sections.map((section) => (
          <View key={section.title} className="terms__section">
            <View className="terms__title">{section.title}</View>
            <Text>{section.text}</Text>
          </View>
        ))}
      </View>
    </Screen>
  );
}
