export function World() {
  return <p>world</p>;
}
