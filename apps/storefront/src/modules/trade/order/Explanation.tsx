import { go } from '../../../nav';
import { Price } from '../../../parts/Price';
import { Text, View } from '../../../platform/elements';
import './Explanation.scss';

interface Part {
  source: string;
  ref: string | null;
  label: string;
  /** Signed integer fen. */
  fen: number;
}
/** What the shopper’s own purses pay of it. */
interface Paid {
  source: string;
  label: string;
  fen: number;
}
/** What one more step would bring; never of an order that is placed. */
interface Unmet {
  source: string;
  ref: string;
  reason: string;
  gapFen?: number;
  gapUnits?: number;
}
interface ExplanationProps {
  parts: Part[];
  totalFen: number;
  totalText: string;
  purses?: Paid[];
  /** What is left for WeChat. */
  dueFen?: number;
  unmet?: Unmet[];
}

/** Promotions with a page of their goods. */
const COUNTING = ['reduction', 'pieces', 'extra'];

/** How the sum came about, as the server computed it: what is paid first, then what it is made of, each discount with its minus. */
export const Explanation = ({ parts, totalFen, totalText, purses = [], dueFen, unmet = [] }: ExplanationProps) => (
  <View className="explanation">
    <View className="explanation__step explanation__total">
      <Text>{totalText}</Text>
      <Price fen={totalFen} exact />
    </View>
    {parts.map((part) => (
      <View key={`${part.source}/${part.ref}/${part.label}`} className="explanation__step">
        <Text className="explanation__label">{part.label}</Text>
        {part.source === 'freight' && part.fen === 0 ? (
          <Text>免运费</Text>
        ) : (
          <Price fen={part.fen} size="s" plain={part.fen >= 0} />
        )}
      </View>
    ))}
    {purses.map((purse) => (
      <View key={purse.source} className="explanation__step">
        <Text className="explanation__label">{purse.label}支付</Text>
        <Price fen={-purse.fen} size="s" />
      </View>
    ))}
    {purses.length > 0 && dueFen !== undefined && (
      <View className="explanation__step explanation__due">
        <Text>微信支付</Text>
        <Price fen={dueFen} size="s" exact />
      </View>
    )}
    {unmet.map((u) => (
      <View key={`${u.source}/${u.ref}/${u.reason}`} className="explanation__unmet">
        <Text>{u.reason}</Text>
        {(u.gapFen ?? u.gapUnits ?? 0) > 0 && (
          <View
            className="explanation__more"
            role="link"
            onTap={() => (COUNTING.includes(u.source) ? go('campaign', { id: u.ref }) : go('home'))}
          >
            去凑单
          </View>
        )}
      </View>
    ))}
  </View>
);
