import { Link } from 'react-router';

export const Brand = () => (
  <Link to="/" className="side-brand">
    <img src={`${import.meta.env.BASE_URL}mark.svg`} alt="" />
    集市
  </Link>
);
