/** What the desk is told about one citizen's conversations. */
export const PERSON_WORDS = {
  notTheirs: '答复只能发到这位市民已核实的对话，请从列表里选。',
} as const;
