import { searchGoods as searchGoodsLimits } from '@jishi/api-client/limits';
import { useAsk, usePages } from '@jishi/api-client/react';
import { listGoods, searchGoods, suggestWords } from '@jishi/api-client/shop';
import { useEffect, useState } from 'react';
import { ListFoot } from '../../../data/ListFoot';
import { useReachEnd } from '../../../data/useReachEnd';
import { back, go, useParams } from '../../../nav';
import { Empty } from '../../../parts/Empty';
import { GoodsGrid } from '../../../parts/GoodsCard';
import { Icon } from '../../../parts/Icon';
import { Screen } from '../../../parts/Screen';
import { capabilities } from '../../../platform/capabilities';
import { Input, Text, View } from '../../../platform/elements';
import { useShare } from '../../../platform/share';
import { storage } from '../../../platform/storage';
import { addressOf } from '../../../routes';
import './SearchPage.scss';

type Sort = 'best' | 'newest' | 'price-up' | 'price-down';
const HISTORY = 'search-history';
const SUGGEST_AFTER_MS = 250;
const GOODS_FRESH_MS = 60_000;

/** Remembers a search, the latest first, at most twelve. */
function remember(words: string): void {
  storage.keep(HISTORY, [words, ...(storage.kept<string[]>(HISTORY) ?? []).filter((w) => w !== words)].slice(0, 12));
}

export function SearchPage() {
  const params = useParams('search');
  const [typed, setTyped] = useState(params.keyword ?? '');
  const [words, setWords] = useState(params.keyword ?? '');
  const { category, name } = params;
  useShare(() => ({
    title: words || name || '搜索商品',
    url: words ? addressOf('search', { keyword: words }) : addressOf('search', { category, name }),
  }));
  const search = (text: string) => {
    const asked = text.trim();
    setTyped(asked);
    setWords(asked);
    if (asked) remember(asked);
  };
  return (
    <Screen className="search">
      <View className="search__top">
        {!capabilities.titleBar && (
          <View className="search__back" onTap={back} label="返回">
            <Icon name="back" size={22} />
          </View>
        )}
        <View className="search__box">
          <Icon name="search" size={18} />
          <Input
            id="search-input"
            className="grow"
            kind="search"
            label="搜索商品"
            placeholder={params.name ? `在全部商品中搜索` : '搜索商品'}
            value={typed}
            autoFocus={!params.category && !params.keyword}
            maxLength={searchGoodsLimits.q.maxLength}
            onInput={setTyped}
            onConfirm={() => search(typed)}
          />
          {typed !== '' && (
            <View className="search__clear" onTap={() => search('')} label="清空">
              <Icon name="close" size={14} />
            </View>
          )}
        </View>
        <View id="search-go" className="search__go" onTap={() => search(typed)}>
          搜索
        </View>
      </View>
      {words || params.category ? (
        typed !== words && typed !== '' ? (
          <Suggestions typed={typed} onChoose={search} />
        ) : (
          <Results words={words} category={words ? undefined : params.category} name={params.name} />
        )
      ) : typed ? (
        <Suggestions typed={typed} onChoose={search} />
      ) : (
        <History onChoose={search} />
      )}
    </Screen>
  );
}

function History({ onChoose }: { onChoose: (words: string) => void }) {
  const [history, setHistory] = useState(() => storage.kept<string[]>(HISTORY) ?? []);
  if (history.length === 0) return null;
  const forget = () => {
    storage.keep(HISTORY, []);
    setHistory([]);
  };
  return (
    <View className="search__history">
      <View className="row">
        <Text className="search__label grow">最近搜索</Text>
        <View className="search__forget" onTap={forget} label="清空最近搜索">
          <Icon name="trash" size={18} />
        </View>
      </View>
      <View className="search__words">
        {history.map((words) => (
          <View key={words} className="search__word" onTap={() => onChoose(words)}>
            {words}
          </View>
        ))}
      </View>
    </View>
  );
}

function Suggestions({ typed, onChoose }: { typed: string; onChoose: (words: string) => void }) {
  const [asked, setAsked] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed), SUGGEST_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const items = useAsk(suggestWords, asked ? { query: { q: asked } } : null, { keep: true }).data?.items ?? [];
  return (
    <View className="search__suggestions">
      {items.map((words) => (
        <View key={words} className="search__suggestion" onTap={() => onChoose(words)}>
          <Icon name="search" size={16} />
          <Text className="one-line">{words}</Text>
        </View>
      ))}
    </View>
  );
}

function Results({ words, category, name }: { words: string; category: string | undefined; name: string | undefined }) {
  const [sort, setSort] = useState<Sort>('best');
  const found = usePages(
    searchGoods,
    words ? { query: { q: words, sort: sort === 'best' || sort === 'newest' ? 'relevance' : sort, limit: 20 } } : null,
    { staleTime: GOODS_FRESH_MS },
  );
  const listed = usePages(
    listGoods,
    words ? null : { query: { category, sort: sort === 'best' ? 'default' : sort, limit: 20 } },
    { staleTime: GOODS_FRESH_MS },
  );
  const goods = words ? found : listed;
  useReachEnd(goods.more);
  return (
    <View>
      <SortBar sort={sort} onSort={setSort} newest={!words} />
      {name && !words && <View className="search__category">{name}</View>}
      <GoodsGrid items={goods.items} />
      <ListFoot list={goods} shape="goods" />
      {goods.ended && goods.items.length === 0 && (
        <Empty
          icon="search"
          title={words ? `没有找到“${words}”` : '这里正在上新'}
          text="换个词，或者去逛逛全部商品"
          action={{ text: '看看全部商品', onClick: () => go('home') }}
        />
      )}
    </View>
  );
}

function SortBar({ sort, onSort, newest }: { sort: Sort; onSort: (sort: Sort) => void; newest: boolean }) {
  const tab = (key: Sort, text: string, on = sort === key, next = key) => (
    <View key={text} className={`search__sort ${on ? 'search__sort--on' : ''}`} pressed={on} onTap={() => onSort(next)}>
      {text}
    </View>
  );
  const byPrice = sort === 'price-up' || sort === 'price-down';
  const arrow = sort === 'price-up' ? '价格 ↑' : sort === 'price-down' ? '价格 ↓' : '价格';
  return (
    <View className="search__sorts">
      {tab('best', '综合')}
      {newest && tab('newest', '新品')}
      {tab('price-up', arrow, byPrice, sort === 'price-up' ? 'price-down' : 'price-up')}
    </View>
  );
}
