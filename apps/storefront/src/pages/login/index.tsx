import { Screen } from '../../parts/Screen';

export default () => <Screen title="集市">…</Screen>;
