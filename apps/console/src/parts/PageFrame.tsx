import { type ReactNode, useEffect } from 'react';

/** Title, actions at its right, an optional line below it, and the page. Names the browser tab. */
export function PageFrame(props: { title: ReactNode; sub?: ReactNode; extra?: ReactNode; children: ReactNode }) {
  const { title, sub, extra, children } = props;
  useEffect(() => {
    if (typeof title === 'string') document.title = `${title} · 集市`;
  }, [title]);
  return (
    <section className="page">
      <header className="page-head">
        <div className="page-name">
          <h1>{title}</h1>
          {sub && <div className="page-sub">{sub}</div>}
        </div>
        {extra && <div className="page-extra">{extra}</div>}
      </header>
      {children}
    </section>
  );
}
