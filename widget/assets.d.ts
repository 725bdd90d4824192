declare module '*.css' {
  /** Style sheets reach the code as text: the chat puts them into its shadow root. */
  const text: string;
  export default text;
}
