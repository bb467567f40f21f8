/**
 * Content of `info/attributes`, which wins over every `.gitattributes`: files are taken over byte for byte, without
 * line ends, keywords, encodings or filters, and merged as text unless they are binary.
 */
export const NEUTRAL_ATTRIBUTES =
  '* -text -eol -crlf -ident -filter -working-tree-encoding !merge !diff !conflict-marker-size\n';
