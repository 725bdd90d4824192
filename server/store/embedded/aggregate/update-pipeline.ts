/** A pipeline as an update: the same stages, over one document. */
import { Aggregator } from 'mingo/aggregator';
import { type Doc, simplify } from '../bson.js';
import { Fault } from '../faults.js';
import { asExpressionFault, checkNumbers, mingoOptions } from './expressions.js';
import { checkStages } from './pipeline.js';

export function pipelineUpdate(stages: Doc[], variables: Doc): (doc: Doc) => Doc {
  const plain = simplify(stages) as Doc[];
  checkStages(plain);
  const options = mingoOptions(simplify(variables) as Doc);
  return (doc) => {
    checkNumbers(doc);
    try {
      const result = new Aggregator(plain, options).run([doc])[0];
      if (!result) throw new Fault(2, 'the update pipeline gave no document');
      return result as Doc;
    } catch (error) {
      return asExpressionFault(error);
    }
  };
}
