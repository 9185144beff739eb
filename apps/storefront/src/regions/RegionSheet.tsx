import { asProblem } from '@jishi/api-client';
import { useEffect, useState } from 'react';
import { Problem } from '../parts/Problem';
import { Sheet } from '../parts/Sheet';
import { Skeleton } from '../parts/Skeleton';
import { View } from '../platform/elements';
import { loadRegions, type Province } from './regions';
import './RegionSheet.scss';

export interface Region {
  province: string;
  city: string;
  district: string;
}
interface RegionSheetProps {
  open: boolean;
  value: Region;
  onClose: () => void;
  onChoose: (region: Region) => void;
}
type Failure = ReturnType<typeof asProblem>;
const STEPS = ['省份', '城市', '区县'] as const;

/** Province, city and district, one list after the other. */
export function RegionSheet({ open, value, onClose, onChoose }: RegionSheetProps) {
  const [regions, setRegions] = useState<Province[]>();
  const [failed, setFailed] = useState<Failure>();
  const [path, setPath] = useState<string[]>([]);
  const load = () => {
    setFailed(undefined);
    loadRegions().then(setRegions, (error) => setFailed(asProblem(error)));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for when it opens
  useEffect(() => {
    if (!open) return;
    setPath([value.province, value.city].filter(Boolean));
    load();
  }, [open, value.province, value.city]);
  const [province = '', city = ''] = path;
  const cities = regions?.find((p) => p.name === province)?.children ?? [];
  const lists = [regions ?? [], cities, cities.find((c) => c.name === city)?.children ?? []];
  const step = Math.min(path.length, 2);
  const chosen = [value.province, value.city || value.district, value.district][step];
  const choose = (region: Region) => {
    onChoose(region);
    onClose();
  };
  const pick = (name: string) => {
    if (step === 2) return choose({ province, city, district: name });
    if (step === 1) {
      // A county ruled by its province stands among the cities and ends the choice.
      const isCity = cities.find((c) => c.name === name)?.children;
      return isCity ? setPath([province, name]) : choose({ province, city: '', district: name });
    }
    const below = regions?.find((p) => p.name === name)?.children ?? [];
    // A municipality has one city, itself: nobody chooses that.
    return setPath(below.length === 1 ? [name, below[0]?.name ?? ''] : [name]);
  };
  return (
    <Sheet open={open} title="选择所在地区" onClose={onClose}>
      <View className="region__steps">
        {STEPS.map((text, index) => (
          <View
            key={text}
            className={`region__step ${index === step ? 'region__step--on' : ''}`}
            disabled={index > path.length}
            onTap={() => setPath(path.slice(0, index))}
          >
            {path[index] || text}
          </View>
        ))}
      </View>
      {failed && !regions && <Problem problem={failed} onRetry={load} />}
      {!failed && !regions && <Skeleton rows={2} />}
      <View className="region__list">
        {(lists[step] ?? []).map(({ name }) => (
          <View
            key={name}
            className={`region__one ${name === chosen ? 'region__one--on' : ''}`}
            pressed={name === chosen}
            onTap={() => pick(name)}
          >
            {name}
          </View>
        ))}
      </View>
    </Sheet>
  );
}
