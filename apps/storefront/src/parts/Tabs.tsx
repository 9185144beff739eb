import { Scroll, Text, View } from '../platform/elements';
import './Tabs.scss';

interface TabsProps<K extends string> {
  /** The tabs are `<id>-<key>`. */
  id: string;
  label: string;
  tabs: readonly { key: K; text: string; count?: number }[];
  at: K;
  onChange: (key: K) => void;
}
/** Tabs in a row; more than fit are scrolled, and the chosen one is always in sight. A count of 0 is not shown. */
export const Tabs = <K extends string>({ id, label, tabs, at, onChange }: TabsProps<K>) => (
  <Scroll className="tabs" direction="x" into={`${id}-${at}`}>
    <View className="tabs__row" role="tablist" label={label}>
      {tabs.map(({ key, text, count = 0 }) => (
        <View
          key={key}
          id={`${id}-${key}`}
          className={`tabs__tab ${key === at ? 'tabs__tab--on' : ''}`}
          role="tab"
          pressed={key === at}
          onTap={() => onChange(key)}
        >
          <Text className="tabs__text">{text}</Text>
          {count > 0 && <Text className="tabs__count">{count > 99 ? '99+' : count}</Text>}
        </View>
      ))}
    </View>
  </Scroll>
);
