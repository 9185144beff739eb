import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import { useHere } from '../routes/context.ts';
import { aboveOf, addressOf } from '../routes/tree.ts';

interface Props {
  /** The page's name in the route tree when left out. */
  title?: ReactNode;
  sub?: ReactNode;
  extra?: ReactNode;
  /** Title and actions stay in sight; for long forms. */
  sticky?: boolean;
  children: ReactNode;
}

/** Where the page lies, its title, actions at its right, an optional line below it, and the page. */
export function PageFrame({ title, sub, extra, sticky, children }: Props) {
  const { page } = useHere();
  useEffect(() => {
    if (typeof title === 'string') document.title = `${title} · 集市`;
  }, [title]);
  return (
    <section className="page">
      <Breadcrumbs />
      <header className={sticky ? 'page-head sticky' : 'page-head'}>
        <div className="page-name">
          <h1>{title ?? page?.title}</h1>
          {sub && <div className="page-sub">{sub}</div>}
        </div>
        {extra && <div className="page-extra">{extra}</div>}
      </header>
      {children}
    </section>
  );
}

/** The way back, on pages that lie in another one. */
function Breadcrumbs() {
  const { page, pages } = useHere();
  const above = aboveOf(pages);
  if (!page || above.length === 0) return null;
  return (
    <nav aria-label="所在位置" className="crumbs">
      <ol>
        {above.map((one) => (
          <li key={one.path}>
            <Link to={addressOf(one)}>{one.title}</Link>
          </li>
        ))}
        <li aria-current="page">{page.title}</li>
      </ol>
    </nav>
  );
}
