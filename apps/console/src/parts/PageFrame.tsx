import { type ReactNode, useEffect } from 'react';

interface Props {
  title: ReactNode;
  sub?: ReactNode;
  extra?: ReactNode;
  /** Title and actions stay in sight; for long forms. */
  sticky?: boolean;
  children: ReactNode;
}

/** Title, actions at its right, an optional line below it, and the page. Names the browser tab. */
export function PageFrame({ title, sub, extra, sticky, children }: Props) {
  useEffect(() => {
    if (typeof title === 'string') document.title = `${title} · 集市`;
  }, [title]);
  return (
    <section className="page">
      <header className={sticky ? 'page-head sticky' : 'page-head'}>
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
