import { lazy, Suspense } from 'react';
import { Link, Outlet, useNavigation } from 'react-router';
import { ProblemAlert } from '../parts/ProblemAlert.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { type Asking, SessionContext, useSession } from '../session.tsx';
import { Brand } from './Brand.tsx';
import { LeaveQuestion } from './LeaveQuestion.tsx';
import { SideMenu } from './SideMenu.tsx';
import { TabTitle } from './TabTitle.tsx';
import { TopBar } from './TopBar.tsx';

const FirstSteps = lazy(async () => ({
  default: (await import('../modules/identity/staff/account/FirstSteps.tsx')).FirstSteps,
}));

/** The frame around every page of a signed-in person. It stands even while nobody knows yet who that is, or when that fails. */
export function Shell() {
  const asking = useSession();
  const { session, retry } = asking;
  if (session?.must)
    return (
      <Suspense fallback={<Waiting />}>
        <FirstSteps must={session.must} onDone={retry} />
      </Suspense>
    );
  return (
    <SessionContext.Provider value={session}>
      <LeaveQuestion />
      <a className="skip" href="#content">
        跳到主要内容
      </a>
      <div className="shell">
        <aside className="side">
          <Brand />
          {session && <SideMenu />}
        </aside>
        <div>
          <header className="top">
            <Moving />
            {session ? <TopBar /> : <TopBrand />}
          </header>
          <main className="content" id="content" tabIndex={-1}>
            <Content asking={asking} />
          </main>
        </div>
      </div>
    </SessionContext.Provider>
  );
}

function Content({ asking: { session, problem, retry } }: { asking: Asking }) {
  if (session)
    return (
      <>
        <TabTitle />
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </>
    );
  return problem ? <ProblemAlert problem={problem} onRetry={retry} /> : <Waiting />;
}

/** On a phone the side with the mark is hidden. */
const TopBrand = () => (
  <Link to="/" className="top-shop plain">
    集市商家后台
  </Link>
);

function Moving() {
  return useNavigation().state === 'loading' ? (
    <div className="top-moving" role="progressbar" aria-label="正在打开页面" />
  ) : null;
}
