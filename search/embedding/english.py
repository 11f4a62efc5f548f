"""English questions in a space of mostly Chinese texts: what they share is their language, and that is taken off.

A multilingual model puts every English question in one corner. The mean vector of the ordinary questions below is that corner;
an English question is compared by what remains after subtracting it (language centring: Libovický, Rosa, Fraser, 2020).
"""

import numpy as np

from search.ports import Vectors

_SHARE = 0.8  # .8 to 1 measured alike; less than all, as forty questions only estimate the corner


def take_off(vector: Vectors, corner: Vectors) -> Vectors:
    """What remains of an English question's vector, of unit length again."""
    rest = vector - np.float32(_SHARE) * corner
    unit: Vectors = rest / np.linalg.norm(rest)
    return unit


QUESTIONS = (
    "How can a factory cut its electricity bill?",
    "Which technology reduces emissions from a coal boiler?",
    "We need a better way to store hydrogen.",
    "What is the payback time of a heat pump?",
    "Is there a material that insulates walls without burning?",
    "How do we recycle old batteries safely?",
    "Looking for a method to monitor carbon in forests.",
    "Can solid waste be turned into building material?",
    "Our cooling system uses too much energy. What can we do?",
    "Who can help us design a wind turbine with a longer life?",
    "A process that makes fuel from carbon dioxide",
    "How to reduce methane from cattle and rice fields?",
    "We want to replace steam by electricity in our dryer.",
    "Which sensor measures gas leaks in a pipeline?",
    "What catalyst works without precious metals?",
    "How can trucks be charged quickly at a depot?",
    "Which coating keeps solar panels clean?",
    "We lose heat through the furnace wall. How do we keep it in?",
    "Is it possible to make cement with less clinker?",
    "How accurate are forecasts of wind power?",
    "Where can we buy a license for this patent?",
    "Our water treatment plant needs less sludge.",
    "How long does the equipment last in a corrosive gas?",
    "A software that plans production by carbon footprint",
    "What does it cost to store energy for ten hours?",
    "Can the process run at partial load without losses?",
    "We are looking for a partner to build a pilot line.",
    "Which fertiliser lowers nitrous oxide from the soil?",
    "How pure is the product after separation?",
    "Is there a light alloy for car bodies that can be recycled?",
    "How do you measure the temperature inside a large silo?",
    "What can be done with the ash of a waste incinerator?",
    "We would like to know how much carbon the ocean takes up.",
    "Which plastics break down in sea water?",
    "How to keep an office cool in summer without a compressor?",
    "A membrane that separates gases at room temperature",
    "Do you have a case where this was used in the paper industry?",
    "How can we prove the savings to an auditor?",
    "What happens to the efficiency after five years?",
    "Which method finds faults in a power grid early?",
)
