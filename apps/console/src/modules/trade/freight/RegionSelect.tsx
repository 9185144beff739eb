import { useAsk } from '@jishi/api-client/react';
import { listRegions } from '@jishi/api-client/shop';
import { TreeSelect } from 'antd';
import { useMemo } from 'react';

interface Region {
  code: string;
  name: string;
  children?: Region[];
}
interface Node {
  value: string;
  title: string;
  children?: Node[];
}
/** Places below Hong Kong, Macau and Taiwan have no codes: they are chosen as a whole. */
const nodesOf = (regions: readonly Region[]): Node[] =>
  regions.flatMap(({ code, name, children }) => {
    if (code === '') return [];
    const below = nodesOf(children ?? []);
    return { value: code, title: name, ...(below.length > 0 && { children: below }) };
  });

interface Props {
  id?: string;
  label: string;
  placeholder?: string;
  disabled?: boolean;
}
type Many = Props & { value?: string[]; onChange?: (codes: string[]) => void };
type One = Props & { value?: string | null; onChange?: (code: string | null) => void };

const FOUND_BY = { treeNodeFilterProp: 'title' } as const;
function useNodes() {
  const { data, isPending } = useAsk(listRegions, {});
  const nodes = useMemo(() => nodesOf(data?.items ?? []), [data]);
  return { nodes, isPending };
}

/** Provinces, cities and districts; all cities of a province are the province. */
export function RegionsSelect({ label, value = [], onChange, ...rest }: Many) {
  const { nodes, isPending } = useNodes();
  return (
    <TreeSelect<string[]>
      {...rest}
      aria-label={label}
      treeCheckable
      showCheckedStrategy={TreeSelect.SHOW_PARENT}
      treeData={nodes}
      loading={isPending}
      value={value}
      onChange={(codes) => onChange?.(codes)}
      allowClear
      maxTagCount={12}
      style={{ width: '100%' }}
      showSearch={FOUND_BY}
    />
  );
}

/** One place; none: anywhere that no rule names. */
export function RegionSelect({ label, value, onChange, ...rest }: One) {
  const { nodes, isPending } = useNodes();
  return (
    <TreeSelect<string | null>
      {...rest}
      aria-label={label}
      treeData={nodes}
      loading={isPending}
      value={value ?? null}
      onChange={(code) => onChange?.(code ?? null)}
      allowClear
      style={{ width: '100%' }}
      showSearch={FOUND_BY}
    />
  );
}
