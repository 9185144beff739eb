import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { tell, tellProblem } from '../parts/ask.ts';
import type { CsvColumn } from './csv.ts';
import { exportCsv } from './exportCsv.ts';
import type { LoadPage } from './usePages.ts';

/** Exports every page of what is filtered, counting on the button while it runs. */
export function ExportButton<T>(props: { name: string; columns: ReadonlyArray<CsvColumn<T>>; loadPage: LoadPage<T> }) {
  const [rows, setRows] = useState<number | null>(null);
  const run = async () => {
    setRows(0);
    try {
      tell(`已导出 ${await exportCsv(props.name, props.columns, props.loadPage, setRows)} 条`);
    } catch (problem) {
      tellProblem(problem);
    } finally {
      setRows(null);
    }
  };
  return (
    <Button icon={<DownloadOutlined />} loading={rows !== null} onClick={run}>
      {rows === null ? '导出' : `已取 ${rows} 条`}
    </Button>
  );
}
