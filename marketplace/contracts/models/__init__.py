"""The tables of contracts."""

from marketplace.contracts.models.carbon import ContractMeasurement
from marketplace.contracts.models.commission import (
    Commission,
    CommissionCalculation,
    CommissionParty,
    CommissionPayout,
)
from marketplace.contracts.models.contract import (
    Contract,
    ContractMove,
    ContractPaper,
    ContractVersion,
)
from marketplace.contracts.models.payments import ContractPayment, ContractReceipt

__all__ = [
    "Commission",
    "CommissionCalculation",
    "CommissionParty",
    "CommissionPayout",
    "Contract",
    "ContractMeasurement",
    "ContractMove",
    "ContractPaper",
    "ContractPayment",
    "ContractReceipt",
    "ContractVersion",
]
